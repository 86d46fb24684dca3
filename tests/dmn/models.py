"""Small DMN models to test with."""

from __future__ import annotations

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def make_model(content: str, *, namespace: str = "test") -> str:
    return f'<definitions xmlns="{NAMESPACE}" name="test" namespace="{namespace}">{content}</definitions>'


def make_input(name: str, type_ref: str = "Any") -> str:
    return f'<inputData id="{name}" name="{name}"><variable name="{name}" typeRef="{type_ref}"/></inputData>'


def make_decision(name: str, logic: str, *, inputs: str = "", decisions: str = "", knowledge: str = "") -> str:
    required = "".join(
        [
            *(f'<informationRequirement><requiredInput href="#{r}"/></informationRequirement>' for r in inputs.split()),
            *(
                f'<informationRequirement><requiredDecision href="#{r}"/></informationRequirement>'
                for r in decisions.split()
            ),
            *(
                f'<knowledgeRequirement><requiredKnowledge href="#{r}"/></knowledgeRequirement>'
                for r in knowledge.split()
            ),
        ]
    )
    return f'<decision id="{name}" name="{name}"><variable name="{name}"/>{required}{logic}</decision>'


def make_literal(text: str) -> str:
    return f"<literalExpression><text>{text}</text></literalExpression>"


def make_table(
    policy: str, rules: list[tuple[str, ...]], *, inputs: str = "a", outputs: str = "", extra: str = ""
) -> str:
    """A table; each rule has a text for each input, then one for each output (`outputs`: names, or one without)."""
    names = inputs.split()
    columns = "".join(f"<input><inputExpression><text>{name}</text></inputExpression></input>" for name in names)
    results = (
        "".join(f'<output name="{name}">{extra}</output>' for name in outputs.split()) or f"<output>{extra}</output>"
    )
    lines = "".join(
        f'<rule id="rule{number}">'
        + "".join(f"<inputEntry><text>{text}</text></inputEntry>" for text in rule[: len(names)])
        + "".join(f"<outputEntry><text>{text}</text></outputEntry>" for text in rule[len(names) :])
        + "</rule>"
        for number, rule in enumerate(rules, 1)
    )
    return f'<decisionTable id="table" {policy}>{columns}{results}{lines}</decisionTable>'
