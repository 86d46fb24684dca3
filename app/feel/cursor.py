"""A place in the tokens of a text, with the names that are known there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from app.feel.errors import FeelSyntaxError
from app.feel.lexer import Kind, Token, problem_at, tokens_of
from app.feel.tree import Node

DEEPEST_NESTING = 50
LONGEST_CHAIN = 60  # postfix operators or comparisons in a row

_PLAIN_NAME = re.compile(r"[^\W\d]\w*(?: [^\W\d]\w*)*")
_NAME_SYMBOLS = frozenset("./-'’+*")
_LONGEST_NAME = 40  # tokens
KEYWORDS = frozenset(
    "if then else for in return some every satisfies and or between function true false null instance".split()
)
_CALLED_NAMES = (
    ("date", "and", "time"),
    ("years", "and", "months", "duration"),
    ("get", "or", "else"),
)


def is_plain_name(name: str) -> bool:
    """Whether a name is words without keywords, which the parser finds without being told."""
    return _PLAIN_NAME.fullmatch(name) is not None and KEYWORDS.isdisjoint(name.split(" "))


class KnownNames:
    """Names that only a list of known names lets one find in a text, such as `pre-bonus`."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> bool:
        """Learn a name; False for one that needs no learning or is known."""
        if is_plain_name(name):
            return False
        try:
            parts = tuple(token.text for token in tokens_of(name)[:-1])
        except FeelSyntaxError:
            return False
        entry = (parts, name)
        entries = self._by_first.setdefault(parts[0], []) if parts else [entry]
        if entry in entries:
            return False
        entries.append(entry)
        entries.sort(key=lambda known: -len(known[0]))
        return True

    def forget(self, name: str) -> None:
        """Undo the `add` of a name that said True."""
        for entries in self._by_first.values():
            entries[:] = [entry for entry in entries if entry[1] != name]

    def at(self, tokens: list[Token], index: int) -> tuple[str, int]:
        """The longest known name that starts at a token, and its number of tokens, else 0."""
        for parts, name in self._by_first.get(tokens[index].text, ()):
            if all(token.text == part for token, part in zip(tokens[index:], parts, strict=False)):
                return name, len(parts)
        return "", 0


class Cursor:
    """Reads tokens one after the other. Raises FeelSyntaxError where the text is not as expected."""

    def __init__(self, text: str, names: Iterable[str], expression: Callable[[Cursor], Node]) -> None:
        self.text = text
        self.tokens = tokens_of(text)
        self.index = 0
        self.known = KnownNames(names)
        self.members = KnownNames(names)
        self.range_end_open = False
        self._expression = expression
        self._depth = 0

    @property
    def token(self) -> Token:
        """The token to be read next."""
        return self.tokens[self.index]

    def ahead(self, count: int = 1) -> Token:
        """A later token, the last one at most."""
        return self.tokens[min(self.index + count, len(self.tokens) - 1)]

    def is_symbol(self, *texts: str) -> bool:
        """Whether the next token is one of these symbols."""
        return self.token.kind is Kind.SYMBOL and self.token.text in texts

    def is_word(self, *texts: str) -> bool:
        """Whether the next token is one of these words."""
        return self.token.kind is Kind.NAME and self.token.text in texts

    def take(self) -> Token:
        """Read the next token."""
        token = self.token
        if token.kind is not Kind.END:
            self.index += 1
        return token

    def take_symbol(self, text: str) -> Token:
        """Read this symbol or fail."""
        if not self.is_symbol(text):
            raise self.unexpected(text)
        return self.take()

    def take_close(self, text: str) -> Token:
        """Read the bracket that ends a list with commas, or fail."""
        if not self.is_symbol(text):
            raise self.unexpected(f", or {text}")
        return self.take()

    def take_word(self, text: str) -> Token:
        """Read this word or fail."""
        if not self.is_word(text):
            raise self.unexpected(text)
        return self.take()

    def unexpected(self, expected: str) -> FeelSyntaxError:
        """The error for the next token, which should have been something else."""
        token = self.token
        found = "The text ends here." if token.kind is Kind.END else f"“{token.text[:40]}” does not fit here."
        return problem_at(self.text, token.start, found, expected)

    def expression(self) -> Node:
        """Read an expression that stands inside another one."""
        return self._nested_expression(range_end_open=False)

    def range_end(self) -> Node:
        """Read an expression that a `[` after it would close, not filter."""
        return self._nested_expression(range_end_open=True)

    def _nested_expression(self, *, range_end_open: bool) -> Node:
        outer, self.range_end_open = self.range_end_open, range_end_open
        with self.nested():
            node = self._expression(self)
        self.range_end_open = outer
        return node

    @contextmanager
    def nested(self) -> Iterator[None]:
        """One level deeper. Raises FeelSyntaxError when that is too deep."""
        self._depth += 1
        if self._depth > DEEPEST_NESTING:
            raise problem_at(self.text, self.token.start, f"The text nests more than {DEEPEST_NESTING} deep.")
        yield
        self._depth -= 1

    def check_chain(self, length: int) -> None:
        """Refuse operators that follow one another without end."""
        if length > LONGEST_CHAIN:
            raise problem_at(self.text, self.token.start, f"More than {LONGEST_CHAIN} operators in a row.")

    def take_name(self, known: KnownNames) -> str:
        """Read the longest name that can stand here: a known one, or words up to a keyword."""
        if self.token.kind is not Kind.NAME:
            raise self.unexpected("a name")
        name, count = known.at(self.tokens, self.index)
        words = self._words_here()
        if len(words) > count:
            name, count = " ".join(words), len(words)
        self.index += count
        return name

    def _words_here(self) -> list[str]:
        for called in _CALLED_NAMES:
            following = [token.text for token in self.tokens[self.index : self.index + len(called) + 1]]
            if following == [*called, "("]:
                return list(called)
        words = [self.token.text]
        index = self.index + 1
        while self.tokens[index].kind is Kind.NAME and self.tokens[index].text not in KEYWORDS:
            words.append(self.tokens[index].text)
            index += 1
        return words

    def take_new_name(self, *ends: str) -> str:
        """Read a name that is being given here, up to one of the tokens that may follow it."""
        last = self.index
        while self.tokens[last].text not in ends and self._may_be_in_name(self.tokens[last], last):
            last += 1
        if last == self.index or self.tokens[last].text not in ends:
            raise self.unexpected("a name")
        name = " ".join(self.text[self.token.start : self.tokens[last - 1].end].split())
        self.index = last
        return name

    def _may_be_in_name(self, token: Token, position: int) -> bool:
        if position - self.index > _LONGEST_NAME:
            return False
        if position == self.index:
            return token.kind is Kind.NAME
        return token.kind in (Kind.NAME, Kind.NUMBER) or token.text in _NAME_SYMBOLS

    def name_before(self, end: str) -> bool:
        """Whether a name and then this symbol come next."""
        last = self.index
        while self._may_be_in_name(self.tokens[last], last):
            last += 1
        return last > self.index and self.tokens[last].text == end
