"""Boxed expressions, one by one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.dmn import load
from tests.dmn.models import make_decision, make_input, make_literal, make_model


def _boxed(name: str, text: str) -> str:
    return f"<{name}>{make_literal(text)}</{name}>"


CONTEXT = (
    f'<context><contextEntry><variable name="x"/>{make_literal("a + 1")}</contextEntry>'
    f'<contextEntry><variable name="y z"/>{make_literal("x * 2")}</contextEntry>{{}}</context>'
)
LIST = f"<list>{make_literal('1')}{make_literal('a')}</list>"
FUNCTION = (
    '<functionDefinition><formalParameter name="n"/><literalExpression><text>n - a</text></literalExpression>'
    "</functionDefinition>"
)


@pytest.mark.parametrize(
    ("logic", "value"),
    [
        (CONTEXT.format(""), {"x": Decimal(4), "y z": Decimal(8)}),
        (CONTEXT.format(f"<contextEntry>{make_literal('y z + 1')}</contextEntry>"), Decimal(9)),
        (LIST, [Decimal(1), Decimal(3)]),
        (
            (
                '<relation><column name="p"/><column name="q"/>'
                f"<row>{make_literal('1')}{make_literal('a')}</row></relation>"
            ),
            [{"p": Decimal(1), "q": Decimal(3)}],
        ),
        (
            f"<conditional>{_boxed('if', 'a = 3')}{_boxed('then', '1')}{_boxed('else', '2')}</conditional>",
            Decimal(1),
        ),
        (
            f'<for iteratorVariable="i">{_boxed("in", "[1..a]")}{_boxed("return", "i + count(partial)")}</for>',
            [Decimal(1), Decimal(3), Decimal(5)],
        ),
        (f'<some iteratorVariable="i">{_boxed("in", "[1, a]")}{_boxed("satisfies", "i = 3")}</some>', True),
        (f'<every iteratorVariable="i">{_boxed("in", "[1, a]")}{_boxed("satisfies", "i = 3")}</every>', False),
        (f"<filter>{_boxed('in', '[{n: 1}, {n: a}]')}{_boxed('match', 'n = a')}</filter>", [{"n": Decimal(3)}]),
        (
            f'<invocation>{make_literal("max")}<binding><parameter name="list"/>{LIST}</binding></invocation>',
            Decimal(3),
        ),
        (
            (
                f'<context><contextEntry><variable name="f"/>{FUNCTION}</contextEntry>'
                f"<contextEntry>{make_literal('f(10)')}</contextEntry></context>"
            ),
            Decimal(7),
        ),
    ],
)
def test_boxed_expression_gives(logic, value):
    model = load(make_model(make_input("a") + make_decision("d", logic, inputs="a")))

    assert model.findings == []
    assert model.evaluate("d", {"a": 3}).value == value
