"""What the Studio reads of what is deployed."""
