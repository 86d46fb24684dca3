from dataclasses import replace

from app.factory import create_app
from app.settings import Settings


def test_system_answers_only_to_its_names_and_to_its_own_machine(settings: Settings) -> None:
    browser = create_app(replace(settings, trusted_hosts=("crm.example.org",))).test_client()
    hosts = ("crm.example.org", "localhost", "127.0.0.1:8000", "evil.example", "crm.example.org.evil")

    answers = {host: browser.get("/healthz", headers={"Host": host}).status_code for host in hosts}

    assert list(answers.values()) == [200, 200, 200, 400, 400]
