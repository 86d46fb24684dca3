"""The languages that papers and mails to customers are written in. Pure."""

LANGUAGES = ("en", "it", "ro", "cs")
USUAL_LANGUAGE = "en"
LANGUAGE_OF_COUNTRY = {"IT": "it", "RO": "ro", "CZ": "cs", "MD": "ro", "SM": "it"}
"""What we write to somebody of whom we only know the country; English elsewhere."""


def language_of(language: str) -> str:
    """The language if we have its words, else English."""
    return language if language in LANGUAGES else USUAL_LANGUAGE
