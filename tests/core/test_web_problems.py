"""How refusals and errors are answered: to a person, to htmx, to a program."""

from collections.abc import Callable

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from flask_wtf.csrf import CSRFError
from marshmallow import Schema, ValidationError, fields, validate
from sqlalchemy.exc import OperationalError

from app.core.errors import Forbidden, Invalid, Missing, Refused, TooMany
from app.core.web import field_errors

Raising = Callable[[Exception], None]
HTMX = {"HX-Request": "true"}


def request_body() -> bytes:
    return request.get_data()


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Invalid("Give a reason."), 422),
        (Forbidden("Only a manager approves discounts."), 403),
        (Missing("There is no such case."), 404),
        (Refused("Quote Q-1 was valid until yesterday."), 409),
        (TooMany("Too many tries.", 30), 429),
        (CSRFError(), 400),
        (OperationalError("SELECT 1", {}, Exception("lock timeout")), 503),
        (ZeroDivisionError(), 500),
    ],
)
def test_each_family_has_its_status_in_every_form(
    web: FlaskClient, raising: Raising, error: Exception, status: int
) -> None:
    raising(error)

    answers = [web.get("/case"), web.get("/case", headers=HTMX), web.get("/api/case"), web.get("/v2/case")]

    assert [answer.status_code for answer in answers] == [status] * 4
    assert [answer.mimetype for answer in answers] == ["text/html"] * 2 + ["application/problem+json"] * 2


def test_page_shows_the_sentence_escaped(web: FlaskClient, raising: Raising) -> None:
    raising(Refused("Quote <b>Q-1</b> was valid until yesterday."))

    assert "Quote &lt;b&gt;Q-1&lt;/b&gt; was valid until yesterday." in web.get("/case").text


def test_program_reads_a_problem(web: FlaskClient, raising: Raising) -> None:
    raising(Invalid("Give a reason.", {"reason": ["Fill this in."]}))

    assert web.get("/v2/case").json == {
        "type": "about:blank",
        "title": "Unprocessable Entity",
        "status": 422,
        "detail": "Give a reason.",
        "instance": "/v2/case",
        "fields": {"reason": ["Fill this in."]},
    }


def test_htmx_puts_a_refusal_into_a_toast(web: FlaskClient, raising: Raising) -> None:
    raising(Refused("Luca Ferri was faster."))

    answer = web.post("/case", headers=HTMX)

    assert answer.headers["HX-Retarget"] == "#toasts"
    assert "Luca Ferri was faster." in answer.text
    assert "<html" not in answer.text


def test_htmx_puts_field_errors_over_the_content(web: FlaskClient, raising: Raising) -> None:
    raising(ValidationError({"lines": {0: {"quantity": ["Give a number."]}}}))

    answer = web.post("/case", headers=HTMX)

    assert answer.headers["HX-Retarget"] == "#page-errors"
    assert 'data-error-link="lines.0.quantity"' in answer.text


def test_fault_shows_the_number_of_the_request_and_no_traceback(
    web: FlaskClient, raising: Raising, caplog: pytest.LogCaptureFixture
) -> None:
    raising(RuntimeError("secret in the message"))

    answer = web.get("/case")

    assert answer.headers["X-Request-Id"] in answer.text
    assert "secret" not in answer.text
    assert answer.headers["X-Request-Id"] in caplog.text
    assert "secret in the message" in caplog.text


def test_too_many_tries_say_when_the_next_counts(web: FlaskClient, raising: Raising) -> None:
    raising(TooMany("Too many tries.", 30))

    assert web.get("/case").headers["Retry-After"] == "30"


def test_unknown_address_is_a_page_in_the_frame(web: FlaskClient) -> None:
    answer = web.get("/nowhere")

    assert answer.status_code == 404
    assert 'class="frame"' in answer.text


def test_wrong_method_names_the_right_ones(web: FlaskClient, web_app: Flask) -> None:
    web_app.add_url_rule("/api/cases", "cases", lambda: "", methods=["POST"])

    answer = web.get("/api/cases")

    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_body_beyond_the_limit_is_refused(web: FlaskClient, web_app: Flask) -> None:
    web_app.config["MAX_CONTENT_LENGTH"] = 10
    web_app.add_url_rule("/files", "files", request_body, methods=["POST"])

    assert web.post("/files", data=b"x" * 11).status_code == 413


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (fields.Integer(required=True), None, "Fill this in."),
        (fields.Integer(), "many", "Give a whole number."),
        (fields.Decimal(), "NaN", "Give a number."),
        (fields.String(validate=validate.Length(1, 20)), "x" * 21, "Give 1 to 20 characters."),
        (fields.String(validate=validate.Length(max=20)), "x" * 21, "Give at most 20 characters."),
        (fields.Integer(validate=validate.Range(1, 5)), 6, "Give 1 to 5."),
        (fields.Integer(validate=validate.Range(min=1)), 0, "Give at least 1."),
        (fields.String(validate=validate.OneOf(["a", "b"])), "c", "Choose one of: a, b."),
        (fields.Email(), "anna@", "Give an address such as anna@example.org."),
        (fields.Date(), "tomorrow", "Give a date."),
        (fields.String(error_messages={"required": "Enter a name."}, required=True), ..., "Enter a name."),
    ],
)
def test_field_says_plainly_what_is_wrong(field: fields.Field, value: object, sentence: str) -> None:
    schema = Schema.from_dict({"field": field})()

    with pytest.raises(ValidationError) as error:
        schema.load({} if value is ... else {"field": value})

    assert field_errors(error.value) == {"field": [sentence]}


def test_nested_messages_get_dotted_names() -> None:
    error = ValidationError({"name": ["a"], "lines": {1: {"price": ["b"]}}})

    assert field_errors(error) == {"name": ["a"], "lines.1.price": ["b"]}
