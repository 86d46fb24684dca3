"""The grammar of FEEL: literals, and the forms that begin with a word or a bracket."""

from __future__ import annotations

from app.feel.cursor import Cursor
from app.feel.errors import Unfit
from app.feel.lexer import Kind, problem_at, string_value
from app.feel.numbers import read_number
from app.feel.tree import (
    AtLiteral,
    Constant,
    ContextOf,
    For,
    FunctionOf,
    If,
    Iteration,
    ListOf,
    Name,
    Node,
    Quantified,
    RangeOf,
    TypeNode,
)
from app.feel.typetext import read_type

_SOMETHING = "a value, a name or an opening bracket"
_CONSTANTS = {"true": True, "false": False, "null": None}


def form(cursor: Cursor) -> Node:
    """The literal, name or form that starts at the cursor."""
    token = cursor.token
    if token.kind is Kind.NAME:
        return _word(cursor)
    if token.kind is Kind.NUMBER:
        return _number(cursor)
    if token.kind is Kind.STRING:
        cursor.take()
        return Constant(token.start, token.end, string_value(token.text))
    reader = _SYMBOLS.get(token.text)
    if token.kind is not Kind.SYMBOL or reader is None:
        raise cursor.unexpected(_SOMETHING)
    return reader(cursor)


def _number(cursor: Cursor) -> Node:
    token = cursor.take()
    try:
        return Constant(token.start, token.end, read_number(token.text))
    except Unfit as reason:
        raise problem_at(cursor.text, token.start, f"{str(reason).capitalize()}.", "at most 34 digits") from None


def _word(cursor: Cursor) -> Node:
    token = cursor.token
    if cursor.known.at(cursor.tokens, cursor.index)[1] < 2:
        if token.text in _CONSTANTS:
            cursor.take()
            return Constant(token.start, token.end, _CONSTANTS[token.text])
        reader = _WORDS.get(token.text)
        if reader is not None and not (token.text == "function" and cursor.ahead().text != "("):
            return reader(cursor)
        if token.text in ("then", "else", "return", "satisfies", "and", "or", "in", "between"):
            raise cursor.unexpected(_SOMETHING)
    name = cursor.take_name(cursor.known)
    return Name(token.start, cursor.tokens[cursor.index - 1].end, name)


def _if(cursor: Cursor) -> Node:
    start = cursor.take().start
    condition = cursor.expression()
    cursor.take_word("then")
    yes = cursor.expression()
    cursor.take_word("else")
    no = cursor.expression()
    return If(start, no.end, condition, yes, no)


def _for(cursor: Cursor) -> Node:
    start = cursor.take().start
    iterations, learned = _iterations(cursor)
    cursor.take_word("return")
    body = cursor.expression()
    _forget(cursor, learned)
    return For(start, body.end, iterations, body)


def _quantified(cursor: Cursor) -> Node:
    word = cursor.take()
    iterations, learned = _iterations(cursor)
    cursor.take_word("satisfies")
    condition = cursor.expression()
    _forget(cursor, learned)
    return Quantified(word.start, condition.end, word.text, iterations, condition)


def _iterations(cursor: Cursor) -> tuple[tuple[Iteration, ...], list[str]]:
    iterations: list[Iteration] = []
    learned: list[str] = []
    while True:
        start = cursor.token.start
        name = cursor.take_new_name("in")
        cursor.take_word("in")
        source = cursor.expression()
        last = None
        if cursor.is_symbol(".."):
            cursor.take()
            last = cursor.expression()
        iterations.append(Iteration(start, (last or source).end, name, source, last))
        _learn(cursor, name, learned)
        if not cursor.is_symbol(","):
            return tuple(iterations), learned
        cursor.take()


def _learn(cursor: Cursor, name: str, learned: list[str]) -> None:
    if cursor.known.add(name):
        learned.append(name)


def _forget(cursor: Cursor, learned: list[str]) -> None:
    for name in learned:
        cursor.known.forget(name)


def _function(cursor: Cursor) -> Node:
    start = cursor.take().start
    cursor.take_symbol("(")
    parameters: list[tuple[str, TypeNode | None]] = []
    learned: list[str] = []
    while not cursor.is_symbol(")"):
        name = cursor.take_new_name(":", ",", ")")
        _learn(cursor, name, learned)
        parameters.append((name, _optional_type(cursor)))
        if not cursor.is_symbol(","):
            break
        cursor.take()
    cursor.take_symbol(")")
    if cursor.is_symbol(":"):
        _optional_type(cursor)
    external = cursor.is_word("external")
    if external:
        cursor.take()
    body = cursor.expression()
    _forget(cursor, learned)
    return FunctionOf(start, body.end, tuple(parameters), body, external)


def _optional_type(cursor: Cursor) -> TypeNode | None:
    if not cursor.is_symbol(":"):
        return None
    cursor.take()
    return read_type(cursor)


def _parenthesis(cursor: Cursor) -> Node:
    start = cursor.take().start
    low = cursor.expression()
    if cursor.is_symbol(".."):
        return _range(cursor, start, low, low_included=False)
    cursor.take_symbol(")")
    return low


def _bracket(cursor: Cursor) -> Node:
    start = cursor.take().start
    items: list[Node] = []
    while not cursor.is_symbol("]"):
        items.append(cursor.expression())
        if len(items) == 1 and cursor.is_symbol(".."):
            return _range(cursor, start, items[0], low_included=True)
        if not cursor.is_symbol(","):
            break
        cursor.take()
    return ListOf(start, cursor.take_close("]").end, tuple(items))


def _reversed_bracket(cursor: Cursor) -> Node:
    start = cursor.take().start
    low = cursor.expression()
    if not cursor.is_symbol(".."):
        raise cursor.unexpected("..")
    return _range(cursor, start, low, low_included=False)


def _range(cursor: Cursor, start: int, low: Node, *, low_included: bool) -> Node:
    cursor.take()
    high = cursor.range_end()
    if not cursor.is_symbol("]", ")", "["):
        raise cursor.unexpected("] or )")
    close = cursor.take()
    return RangeOf(start, close.end, _bound(low), _bound(high), low_included, close.text == "]")


def _bound(node: Node) -> Node | None:
    return None if isinstance(node, Constant) and node.value is None else node


def _context(cursor: Cursor) -> Node:
    start = cursor.take().start
    entries: list[tuple[str, Node]] = []
    learned: list[str] = []
    while not cursor.is_symbol("}"):
        key = _key(cursor)
        cursor.take_symbol(":")
        entries.append((key, cursor.expression()))
        _learn(cursor, key, learned)
        cursor.members.add(key)
        if not cursor.is_symbol(","):
            break
        cursor.take()
    _forget(cursor, learned)
    return ContextOf(start, cursor.take_close("}").end, tuple(entries))


def _key(cursor: Cursor) -> str:
    if cursor.token.kind is Kind.STRING:
        return string_value(cursor.take().text)
    return cursor.take_new_name(":")


def _at_literal(cursor: Cursor) -> Node:
    start = cursor.take().start
    if cursor.token.kind is not Kind.STRING:
        raise cursor.unexpected("a string with a date, a time or a duration")
    token = cursor.take()
    return AtLiteral(start, token.end, string_value(token.text))


_WORDS = {"if": _if, "for": _for, "some": _quantified, "every": _quantified, "function": _function}
_SYMBOLS = {"(": _parenthesis, "[": _bracket, "]": _reversed_bracket, "{": _context, "@": _at_literal}
