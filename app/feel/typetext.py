"""Reading a type inside an expression, such as `list<number>`."""

from __future__ import annotations

from app.feel.cursor import Cursor
from app.feel.lexer import Kind
from app.feel.tree import TypeNode

_TWO_WORD_TYPES = (
    ("date", "and", "time"),
    ("days", "and", "time", "duration"),
    ("years", "and", "months", "duration"),
)


def read_type(cursor: Cursor) -> TypeNode:
    """The type that starts at the cursor. Raises FeelSyntaxError."""
    start = cursor.token.start
    if cursor.is_word("list", "range") and cursor.ahead().text == "<":
        return _generic(cursor)
    if cursor.is_word("context") and cursor.ahead().text == "<":
        return _context(cursor)
    if cursor.is_word("function") and cursor.ahead().text == "<":
        return _function(cursor)
    name = _type_name(cursor)
    return TypeNode(start, cursor.tokens[cursor.index - 1].end, name)


def _type_name(cursor: Cursor) -> str:
    for words in _TWO_WORD_TYPES:
        if tuple(token.text for token in cursor.tokens[cursor.index : cursor.index + len(words)]) == words:
            cursor.index += len(words)
            return " ".join(words)
    if cursor.is_word("null", "function"):
        return cursor.take().text
    name = cursor.take_name(cursor.known)
    while cursor.is_symbol(".") and cursor.ahead().kind is Kind.NAME:
        cursor.take()
        name = f"{name}.{cursor.take_name(cursor.known)}"
    return name


def _generic(cursor: Cursor) -> TypeNode:
    word = cursor.take()
    cursor.take_symbol("<")
    inner = _inner_type(cursor)
    return TypeNode(word.start, _take_close(cursor), word.text, (inner,))


def _inner_type(cursor: Cursor) -> TypeNode:
    with cursor.nested():
        return read_type(cursor)


def _take_close(cursor: Cursor) -> int:
    return cursor.take_symbol(">").end


def _context(cursor: Cursor) -> TypeNode:
    word = cursor.take()
    cursor.take_symbol("<")
    names: list[str] = []
    types: list[TypeNode] = []
    while not cursor.is_symbol(">"):
        names.append(cursor.take_new_name(":"))
        cursor.take()
        types.append(_inner_type(cursor))
        if not cursor.is_symbol(","):
            break
        cursor.take()
    return TypeNode(word.start, _take_close(cursor), "context", tuple(types), tuple(names))


def _function(cursor: Cursor) -> TypeNode:
    word = cursor.take()
    cursor.take_symbol("<")
    parameters: list[TypeNode] = []
    while not cursor.is_symbol(">"):
        parameters.append(_inner_type(cursor))
        if not cursor.is_symbol(","):
            break
        cursor.take()
    _take_close(cursor)
    cursor.take_symbol("->")
    result = _inner_type(cursor)
    return TypeNode(word.start, result.end, "function", (*parameters, result))
