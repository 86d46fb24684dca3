"""The languages that papers and mails to customers are written in. Pure."""

LANGUAGES = ("en", "it", "ro", "cs")
USUAL_LANGUAGE = "en"


def language_of(language: str) -> str:
    """The language if we have its words, else English."""
    return language if language in LANGUAGES else USUAL_LANGUAGE
