"""The check stays quick and never raises, whatever the file."""

import random
from pathlib import Path
from time import perf_counter

import pytest
from lxml import etree

from app.engine.checks import check_files
from tests.engine.checks.diagrams import diagram

DATA = Path(__file__).parents[1] / "data"
SEEDS = range(300)
TAGS = ["userTask", "startEvent", "endEvent", "parallelGateway", "inclusiveGateway", "subProcess", "boundaryEvent", "x"]
VALUES = ["", "step", "start", "=", "=1", "0", "-1", "é" * 300, "true", "{x}", "end", "multiple"]


def ladder(rungs: int) -> bytes:
    """A chain of forks, each with three parallel tasks and a join, and a choice with a way back."""
    parts = ['<bpmn:startEvent id="start" />', '<bpmn:sequenceFlow id="f" sourceRef="start" targetRef="in0" />']
    for number in range(rungs):
        parts.append(f'<bpmn:parallelGateway id="in{number}" /><bpmn:parallelGateway id="out{number}" />')
        for branch in "abc":
            task = f"{branch}{number}"
            parts.append(f'<bpmn:userTask id="{task}" />')
            parts.append(f'<bpmn:sequenceFlow id="to_{task}" sourceRef="in{number}" targetRef="{task}" />')
            parts.append(f'<bpmn:sequenceFlow id="from_{task}" sourceRef="{task}" targetRef="out{number}" />')
        target = f"in{number + 1}" if number + 1 < rungs else "end"
        parts.append(f'<bpmn:sequenceFlow id="f{number}" sourceRef="out{number}" targetRef="{target}" />')
    return diagram("".join(parts) + '<bpmn:endEvent id="end" />')


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The file after a few random cuts, copies and renamings of elements and attributes."""
    root = etree.fromstring(content)
    for _ in range(chance.randint(1, 6)):
        element = chance.choice([item for item in root.iter() if isinstance(item.tag, str)])
        parent = element.getparent()
        deed = chance.choice(["drop", "copy", "rename", "attribute", "lose", "text", "move"])
        if deed == "drop" and parent is not None:
            parent.remove(element)
        elif deed == "copy" and parent is not None:
            parent.append(etree.fromstring(etree.tostring(element)))
        elif deed == "rename":
            element.tag = f"{{{etree.QName(element).namespace}}}{chance.choice(TAGS)}"
        elif deed == "attribute" and element.attrib:
            name = chance.choice(list(element.attrib))
            element.set(name, chance.choice(VALUES))
        elif deed == "lose" and element.attrib:
            del element.attrib[chance.choice(list(element.attrib))]
        elif deed == "text":
            element.text = chance.choice(["", "=", "=(" * 50, "R/PT0S", "P9999999999999Y", "\u202e", "gone"])
        elif deed == "move" and parent is not None and element not in root.iterancestors():
            root.append(element)
    return bytes(etree.tostring(root))


def test_three_hundred_elements_take_less_than_a_second() -> None:
    content = ladder(60)

    begun = perf_counter()
    findings = check_files({"case.bpmn": content})

    assert findings == []
    assert perf_counter() - begun < 1


@pytest.mark.parametrize("seed", SEEDS)
def test_damaged_diagram_gives_findings_and_no_exception(seed: int) -> None:
    chance = random.Random(seed)
    path = chance.choice(sorted([*DATA.glob("valid/*.bpmn"), *DATA.glob("warned/*.bpmn")]))
    content = mutated(path.read_bytes(), chance)

    begun = perf_counter()
    findings = check_files({"case.bpmn": content})

    assert isinstance(findings, list)
    assert perf_counter() - begun < 1


@pytest.mark.parametrize("seed", range(100))
def test_damaged_bytes_give_findings_and_no_exception(seed: int) -> None:
    chance = random.Random(seed)
    path = chance.choice(sorted(DATA.glob("valid/*.bpmn")))
    content = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 20)):
        content[chance.randrange(len(content))] = chance.randrange(256)

    for name in ("case.bpmn", "case.dmn", "case.form"):
        assert isinstance(check_files({name: bytes(content)}), list)
