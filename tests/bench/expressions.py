"""FEEL and DMN: evaluations a second."""

import time
from collections.abc import Callable

from app import dmn, feel
from tests.bench.table import Figure, show

EXPRESSIONS = {
    'amount > 1000 and customer.rating = "A"': {"amount": 1200, "customer": {"rating": "A"}},
    'if discount > 10 then "manager" else "seller"': {"discount": 12},
    "sum(for line in lines return line.quantity * line.price)": {
        "lines": [{"quantity": n, "price": 9.95} for n in range(100)]
    },
    'some task in tasks satisfies task.state = "open"': {"tasks": [{"state": "done"}] * 19 + [{"state": "open"}]},
    'date("2026-11-30") - date("2026-11-21")': {},
}
TABLE_ROWS = 100


def measure() -> None:
    """Print the part of FEEL and DMN."""
    figures = []
    for text, context in EXPRESSIONS.items():
        expression = feel.parse(text)
        seconds = _seconds(lambda expression=expression, context=context: expression.evaluate(context))
        figures.append(Figure(f"FEEL, cached: {text[:56]}", f"{1 / seconds:,.0f} a second"))
    model = dmn.load(_table())
    inputs = {"a": 3, "b": "x", "c": True, "d": 55, "e": 97}
    figures.append(
        Figure(
            f"DMN table, {TABLE_ROWS} rules, 5 inputs", f"{_seconds(lambda: model.evaluate('t', inputs)) * 1e6:,.0f} us"
        )
    )
    show("FEEL and DMN", figures)


def _seconds(act: Callable[[], object]) -> float:
    """Seconds of one call, from as many as fit into half a second."""
    act()
    times, began = 0, time.perf_counter()
    while (spent := time.perf_counter() - began) < 0.5:
        act()
        times += 1
    return spent / times


def _table() -> str:
    inputs = "".join(
        f'<input id="i_{name}"><inputExpression typeRef="{kind}"><text>{name}</text></inputExpression></input>'
        for name, kind in (("a", "number"), ("b", "string"), ("c", "boolean"), ("d", "number"), ("e", "number"))
    )
    cells = ("[0..10]", '"x","y"', "-", "> 50", "{0}")
    rules = "".join(
        "<rule>"
        + "".join(f"<inputEntry><text>{_escaped(cell.format(n))}</text></inputEntry>" for cell in cells)
        + f"<outputEntry><text>{n}</text></outputEntry></rule>"
        for n in range(TABLE_ROWS)
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" namespace="bench" name="bench" id="d">'
        '<decision id="t" name="t"><decisionTable hitPolicy="FIRST">'
        f'{inputs}<output id="o" typeRef="number"/>{rules}</decisionTable></decision></definitions>'
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
