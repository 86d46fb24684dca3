"""The examples of docs/feel.md are true."""

import doctest
import re
from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "docs" / "feel.md"
EXAMPLES = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def test_every_example_gives_what_the_page_says() -> None:
    text = "\n".join(EXAMPLES.findall(DOCUMENT.read_text("utf-8")))
    examples = doctest.DocTestParser().get_doctest(text, {}, DOCUMENT.name, str(DOCUMENT), 0)
    told: list[str] = []

    result = doctest.DocTestRunner().run(examples, out=told.append)

    assert result.attempted > 20
    assert not told, "\n".join(told)
