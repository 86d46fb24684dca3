"""The description of both APIs: OpenAPI 3.1, made from the views, and a page that lists them."""
