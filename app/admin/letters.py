"""The letters that go to people about their account. Pure."""

from app.mail.letters import Letter


def invitation(*, name: str, user_name: str, link: str, company: str, days: int) -> Letter:
    """To somebody new: how they get in."""
    return Letter(
        f"Your account at {company}",
        f"Good morning {name},\n\n"
        f"{company} works with Pratica, and you have an account. Your user name is {user_name}.\n\n"
        f"Choose your password here:\n{link}\n\n"
        f"The link works once, within {days} days.\n\n{company}",
    )


def password_letter(*, name: str, user_name: str, link: str, company: str, days: int) -> Letter:
    """To somebody who needs another password."""
    return Letter(
        f"Your password at {company}",
        f"Good morning {name},\n\n"
        f"Choose a new password for your account {user_name} here:\n{link}\n\n"
        f"The link works once, within {days} days. If nobody told you about it, ask your administrator.\n\n{company}",
    )
