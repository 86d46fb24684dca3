"""The grammar of FEEL: operators by precedence. Forms and literals are in `forms`."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from app.feel.cursor import Cursor
from app.feel.errors import FeelSyntaxError
from app.feel.forms import form
from app.feel.lexer import Kind, problem_at
from app.feel.tree import (
    Between,
    Call,
    Chain,
    Comparison,
    Filter,
    In,
    InstanceOf,
    Logic,
    Negation,
    Node,
    Path,
    RangeOf,
    UnaryComparison,
    UnaryTests,
)
from app.feel.typetext import read_type

_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_OPENERS = ("<", "<=", ">", ">=", "=", "!=")


def read_expression(text: str, names: Iterable[str] = ()) -> Node:
    """The tree of an expression. names: known names that hold symbols or keywords.

    Raises FeelSyntaxError with line, column and what was expected.
    """
    return _read(text, names, Cursor.expression)


def read_unary_tests(text: str, names: Iterable[str] = ()) -> UnaryTests:
    """The tree of the unary tests of a table's cell. Raises FeelSyntaxError."""
    node = _read(text, names, _unary_tests)
    assert isinstance(node, UnaryTests)
    return node


def _read(text: str, names: Iterable[str], start: Callable[[Cursor], Node]) -> Node:
    cursor = Cursor(text, names, _disjunction)
    try:
        node = start(cursor)
    except RecursionError:
        raise problem_at(text, 0, "The text nests too deep.") from None
    if cursor.token.kind is not Kind.END:
        raise cursor.unexpected("an operator or the end")
    return node


def _unary_tests(cursor: Cursor) -> UnaryTests:
    start = cursor.token.start
    if cursor.is_symbol("-") and cursor.ahead().kind is Kind.END:
        cursor.take()
        return UnaryTests(start, len(cursor.text), (), False)
    if cursor.is_word("not") and cursor.ahead().text == "(" and _closes_at_end(cursor):
        cursor.take()
        cursor.take()
        tests = _test_list(cursor)
        cursor.take_symbol(")")
        return UnaryTests(start, len(cursor.text), tests, True)
    return UnaryTests(start, len(cursor.text), _test_list(cursor), False)


def _closes_at_end(cursor: Cursor) -> bool:
    depth = 0
    for position in range(cursor.index + 1, len(cursor.tokens) - 1):
        token = cursor.tokens[position]
        if token.kind is Kind.SYMBOL and token.text in "()":
            depth += 1 if token.text == "(" else -1
            if depth == 0:
                return cursor.tokens[position + 1].kind is Kind.END
    return False


def _test_list(cursor: Cursor) -> tuple[Node, ...]:
    tests = [_test(cursor)]
    while cursor.is_symbol(","):
        cursor.take()
        tests.append(_test(cursor))
    return tuple(tests)


def _test(cursor: Cursor) -> Node:
    if cursor.is_symbol(*_OPENERS):
        return _unary_comparison(cursor)
    return cursor.expression()


def _unary_comparison(cursor: Cursor) -> Node:
    operator = cursor.take()
    operand = _sum(cursor)
    return UnaryComparison(operator.start, operand.end, operator.text, operand)


def _disjunction(cursor: Cursor) -> Node:
    return _logic(cursor, "or")


def _logic(cursor: Cursor, word: str) -> Node:
    operands = [_logic(cursor, "and") if word == "or" else _comparison(cursor)]
    while cursor.is_word(word):
        cursor.take()
        operands.append(_logic(cursor, "and") if word == "or" else _comparison(cursor))
    if len(operands) == 1:
        return operands[0]
    return Logic(operands[0].start, operands[-1].end, word, tuple(operands))


def _comparison(cursor: Cursor) -> Node:
    left = _unary_comparison(cursor) if cursor.is_symbol(*_OPENERS) else _sum(cursor)
    length = 0
    while True:
        if cursor.is_symbol(*_COMPARISONS):
            operator = cursor.take().text
            right = _sum(cursor)
            left = Comparison(left.start, right.end, operator, left, right)
        elif cursor.is_word("between"):
            left = _between(cursor, left)
        elif cursor.is_word("in"):
            left = _in(cursor, left)
        else:
            return left
        length += 1
        cursor.check_chain(length)


def _between(cursor: Cursor, value: Node) -> Node:
    cursor.take()
    low = _sum(cursor)
    cursor.take_word("and")
    high = _sum(cursor)
    return Between(value.start, high.end, value, low, high)


def _in(cursor: Cursor, value: Node) -> Node:
    cursor.take()
    if cursor.is_symbol("(") and _is_test_list(cursor):
        cursor.take()
        tests = _test_list(cursor)
        end = cursor.take_symbol(")").end
        return In(value.start, end, value, tests)
    test = _unary_comparison(cursor) if cursor.is_symbol(*_OPENERS) else _sum(cursor)
    return In(value.start, test.end, value, (test,))


def _is_test_list(cursor: Cursor) -> bool:
    """Whether the parenthesis ahead holds tests: a comma at its level, or a comparison at its start."""
    if cursor.ahead().text in _OPENERS and cursor.ahead().kind is Kind.SYMBOL:
        return True
    depth = 0
    for token in cursor.tokens[cursor.index : -1]:
        if token.kind is not Kind.SYMBOL:
            continue
        if token.text in "([{":
            depth += 1
        elif token.text in ")]}":
            depth -= 1
        if depth <= 0:
            return False
        if depth == 1 and token.text == ",":
            return True
    return False


def _sum(cursor: Cursor) -> Node:
    return _chain(cursor, 0)


_LEVELS = (("+", "-"), ("*", "/"), ("**",))


def _chain(cursor: Cursor, level: int) -> Node:
    first = _chain(cursor, level + 1) if level < 2 else _unary(cursor)
    rest: list[tuple[str, Node]] = []
    while cursor.is_symbol(*_LEVELS[level]):
        operator = cursor.take().text
        rest.append((operator, _chain(cursor, level + 1) if level < 2 else _unary(cursor)))
    if not rest:
        return first
    return Chain(first.start, rest[-1][1].end, first, tuple(rest))


def _unary(cursor: Cursor) -> Node:
    signs = 0
    start = cursor.token.start
    while cursor.is_symbol("-"):
        cursor.take()
        signs += 1
        cursor.check_chain(signs)
    node = _instance(cursor)
    for _ in range(signs):
        node = Negation(start, node.end, node)
    return node


def _instance(cursor: Cursor) -> Node:
    node = _postfix(cursor)
    length = 0
    while cursor.is_word("instance") and cursor.ahead().text == "of":
        cursor.take()
        cursor.take()
        feel_type = read_type(cursor)
        node = InstanceOf(node.start, feel_type.end, node, feel_type)
        length += 1
        cursor.check_chain(length)
    return node


def _postfix(cursor: Cursor) -> Node:
    node = form(cursor)
    length = 0
    while cursor.is_symbol(".", "[", "("):
        if cursor.is_symbol(".") and cursor.ahead().kind is not Kind.NAME:
            raise _after_dot(cursor)
        if cursor.is_symbol("[") and cursor.range_end_open:
            return node
        if cursor.is_symbol("(") and isinstance(node, RangeOf):
            return node
        node = _POSTFIXES[cursor.token.text](cursor, node)
        length += 1
        cursor.check_chain(length)
    return node


def _after_dot(cursor: Cursor) -> FeelSyntaxError:
    cursor.take()
    return cursor.unexpected("a name")


def _path(cursor: Cursor, source: Node) -> Node:
    cursor.take()
    name = cursor.take_name(cursor.members)
    return Path(source.start, cursor.tokens[cursor.index - 1].end, source, name)


def _filter(cursor: Cursor, source: Node) -> Node:
    cursor.take()
    condition = cursor.expression()
    return Filter(source.start, cursor.take_symbol("]").end, source, condition)


def _call(cursor: Cursor, function: Node) -> Node:
    cursor.take()
    names: list[str] = []
    arguments: list[Node] = []
    while not cursor.is_symbol(")"):
        if cursor.name_before(":"):
            names.append(cursor.take_new_name(":"))
            cursor.take()
        arguments.append(cursor.expression())
        if not cursor.is_symbol(","):
            break
        cursor.take()
    if names and len(names) != len(arguments):
        raise cursor.unexpected("names for all arguments or for none")
    end = cursor.take_close(")").end
    return Call(function.start, end, function, tuple(arguments), tuple(names))


_POSTFIXES = {".": _path, "[": _filter, "(": _call}
