"""FEEL and DMN: microseconds each, next to feelin, the engine of the forms, on the same machine and inputs."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app import dmn, feel
from app.feel.expression import read
from app.runtime.frontend import find_node
from tests.bench.table import Figure, show

LINES = [{"quantity": n, "price": 9.95} for n in range(100)]
CUSTOMER = {"name": "Rossi", "rating": "A", "address": {"city": "Milano"}}
EXPRESSIONS: dict[str, dict[str, Any]] = {
    'amount > 1000 and customer.rating = "A"': {"amount": 1200, "customer": CUSTOMER},
    'if discount > 10 then "manager" else "seller"': {"discount": 12},
    "quantity * price * (1 - discount / 100)": {"quantity": 12, "price": 9.95, "discount": 7},
    'customer.address.city in ("Milano", "Torino")': {"customer": CUSTOMER},
    '"Quote for " + customer.name + ", " + customer.address.city': {"customer": CUSTOMER},
    'date(due) - date("2026-11-21") > duration("P3D")': {"due": "2026-11-30"},
    "amount between 1000 and 5000": {"amount": 1200},
    'some task in tasks satisfies task.state = "open"': {"tasks": [{"state": "done"}] * 19 + [{"state": "open"}]},
    "count(lines[quantity > 50])": {"lines": LINES},
    "sum(for line in lines return line.quantity * line.price)": {"lines": LINES},
}
RULES = 100
CELLS = ("[0..10]", '"x","y"', "-", "> 50", "{0}")
INPUTS = {"a": 3, "b": "x", "c": True, "d": 55, "e": 97}
SECONDS, ROUND_SECONDS = 0.4, 0.01
IMPORT = "import time; began = time.perf_counter(); import app.feel; print(time.perf_counter() - began)"


def measure() -> None:
    """Print the part of FEEL and DMN."""
    theirs = _feelin()
    figures = [Figure("microseconds: parse | first | cached | feelin: parse | evaluate | ratio", "feelin : cached")]
    for (text, context), other in zip(EXPRESSIONS.items(), theirs["expressions"], strict=True):
        figures.append(_line(text, context, other))
    model = dmn.load(_table())
    assert model.evaluate("t", INPUTS).value == INPUTS["e"]
    table = _micros(lambda: model.evaluate("t", INPUTS))
    what = f"table, {RULES} rules, 5 inputs: cached | feelin, cell by cell"
    figures.append(Figure(what, f"{table:,.0f} | {theirs['table']:,.0f} | {theirs['table'] / table:,.0f} x"))
    with TemporaryDirectory() as compiled:
        seconds = min(_import_seconds(compiled) for _ in range(6))
    figures.append(Figure("import of app.feel, compiled before, best of 5", f"{seconds * 1000:.0f} ms"))
    show("FEEL and DMN", figures)


def _line(text: str, context: dict[str, Any], other: dict[str, float]) -> Figure:
    expression = feel.parse(text)
    parse = _micros(lambda: read(text))
    first = _micros(lambda: read(text).evaluate(context))
    cached = _micros(lambda: expression.evaluate(context))
    ours = f"{parse:,.0f} | {first:,.0f} | {cached:,.1f}"
    return Figure(
        text, f"{ours} | {other['parse']:,.0f} | {other['evaluate']:,.0f} | {other['evaluate'] / cached:,.1f} x"
    )


def _feelin() -> Any:  # Any: JSON of feelin_times.js
    asked = {
        "expressions": [{"text": text, "context": context} for text, context in EXPRESSIONS.items()],
        "rules": [[cell.format(number) for cell in CELLS] for number in range(RULES)],
        "inputs": INPUTS,
        "seconds": SECONDS,
        "roundSeconds": ROUND_SECONDS,
    }
    command = (find_node().folder / "node", Path(__file__).with_name("feelin_times.js"))
    done = subprocess.run(command, input=json.dumps(asked).encode(), capture_output=True, check=True)
    return json.loads(done.stdout)


def _import_seconds(compiled: str) -> float:
    """Seconds of an import; from the second on, of modules compiled before, as those of an installed package are."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    env["PYTHONPYCACHEPREFIX"] = compiled
    done = subprocess.run((sys.executable, "-c", IMPORT), capture_output=True, check=True, text=True, env=env)
    return float(done.stdout)


def _micros(act: Callable[[], object]) -> float:
    """Microseconds of one call, in the best of many short rounds: what else runs on the machine counts little."""
    act()
    best, ends = float("inf"), time.perf_counter() + SECONDS
    while (began := time.perf_counter()) < ends:
        times = 0
        while (spent := time.perf_counter() - began) < ROUND_SECONDS:
            act()
            times += 1
        best = min(best, spent / times)
    return best * 1e6


def _table() -> str:
    kinds = zip(INPUTS, ("number", "string", "boolean", "number", "number"), strict=True)
    inputs = "".join(
        f'<input id="i_{name}"><inputExpression typeRef="{kind}"><text>{name}</text></inputExpression></input>'
        for name, kind in kinds
    )
    rules = "".join(
        "<rule>"
        + "".join(f"<inputEntry><text>{_escaped(cell.format(n))}</text></inputEntry>" for cell in CELLS)
        + f"<outputEntry><text>{n}</text></outputEntry></rule>"
        for n in range(RULES)
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" namespace="bench" name="bench" id="d">'
        '<decision id="t" name="t"><decisionTable hitPolicy="FIRST">'
        f'{inputs}<output id="o" typeRef="number"/>{rules}</decisionTable></decision></definitions>'
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


if __name__ == "__main__":
    measure()
