"""Checks of the tags in a template: a closed list of what they may be, and of the values they may name."""

import re
from collections.abc import Iterator, Mapping

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from app.documents.sandbox import FILTERS, TESTS, Plain

MISSING = object()
UNKNOWN = object()  # a value whose parts are not looked into, such as the result of a filter
LOOP = dict.fromkeys(["index", "index0", "first", "last", "length", "revindex", "revindex0"], UNKNOWN)
FORBIDDEN = {
    nodes.Call: "calls something",
    nodes.Include: "includes another file",
    nodes.Import: "imports another file",
    nodes.FromImport: "imports another file",
    nodes.Extends: "extends another file",
    nodes.Macro: "defines a macro",
    nodes.CallBlock: "calls a macro",
    nodes.Assign: "sets a value",
    nodes.AssignBlock: "sets a value",
    nodes.Block: "defines a block",
    nodes.With: "sets a value",
    nodes.Scope: "switches off the protection of texts",
    nodes.BinExpr: "computes",
    nodes.UnaryExpr: "computes",
    nodes.Concat: "computes",
    nodes.Slice: "cuts a value",
}
UNUSUAL = {
    "Getitem": "picks a value by another one",
    "For": "loops within itself",
    "Dict": "builds a value",
    "FilterBlock": "changes a whole block",
}
PASSED_THROUGH = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.If,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.List,
    nodes.Tuple,
    nodes.Const,
)
Scope = Mapping[str, Plain]


def tag_findings(part: str, source: str, environment: ImmutableSandboxedEnvironment, sample: Scope) -> list[str]:
    """A sentence for each tag of `source` that is not allowed or names a value that the data will not have.

    source: XML of the part, put right for Jinja by docxtpl. sample: data as the template will get it.
    """
    lines = _one_paragraph_a_line(source)
    try:
        tree = environment.parse(lines)
    except TemplateSyntaxError as error:
        return [f"{part}: {_paragraph(lines, error.lineno)} cannot be read: {error.message}"]
    return [f"{part}: {_paragraph(lines, line)} {what}." for line, what in dict.fromkeys(_walk(tree, sample))]


def _walk(node: nodes.Node, scope: Scope) -> Iterator[tuple[int, str]]:
    """Findings of a node and what it holds: line and what is wrong there."""
    if (what := _forbidden(node)) is not None:
        yield node.lineno, what
    elif isinstance(node, nodes.For):
        yield from _walk_loop(node, scope)
    elif isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
        yield from _walk_name(node, scope)
    else:
        for child in node.iter_child_nodes():
            yield from _walk(child, scope)


def _forbidden(node: nodes.Node) -> str | None:
    """What a node does that no template may do; None when it is allowed."""
    for kind, what in FORBIDDEN.items():
        if isinstance(node, kind) and not isinstance(node, nodes.And | nodes.Or | nodes.Not):
            return f"{what}; a template only shows values"
    match node:
        case nodes.Filter(name=name) if name not in FILTERS:
            return f"uses the filter {name!r}; allowed are {', '.join(sorted(FILTERS))}"
        case nodes.Test(name=name) if name not in TESTS:
            return f"uses the test {name!r}; allowed are {', '.join(sorted(TESTS))}"
        case nodes.Getattr(attr=name) | nodes.Name(name=name) if name.startswith("_"):
            return f"names {name}, which is not a value"
        case nodes.Getitem(arg=nodes.Const()) | nodes.Filter() | nodes.Test() | nodes.For(recursive=False):
            return None
        case nodes.Getattr() | nodes.Name() if node.ctx == "load":
            return None
    if isinstance(node, PASSED_THROUGH):
        return None
    called = type(node).__name__
    return f"{UNUSUAL.get(called, f'uses {called}')}; a template only shows values"


def _walk_loop(node: nodes.For, scope: Scope) -> Iterator[tuple[int, str]]:
    """A loop: its list in the outer scope, its body with the loop's own name bound to the first entry."""
    yield from _walk(node.iter, scope)
    if not isinstance(node.target, nodes.Name) or node.target.name.startswith("_"):
        yield node.lineno, "loops over more than one name"
        return
    entries = _value(node.iter, scope)
    first = entries[0] if isinstance(entries, list) and entries else UNKNOWN
    inner = {**scope, node.target.name: first, "loop": LOOP}
    for child in (*filter(None, [node.test]), *node.body):
        yield from _walk(child, inner)
    for child in node.else_:
        yield from _walk(child, scope)


def _walk_name(node: nodes.Name | nodes.Getattr | nodes.Getitem, scope: Scope) -> Iterator[tuple[int, str]]:
    """A name or path: all its steps allowed, and there in the data."""
    found = [] if isinstance(node, nodes.Name) else list(_walk(node.node, scope))
    if found:
        yield from found
    elif _value(node, scope) is MISSING:
        yield node.lineno, f"names {_written(node)}, which the data does not have"


def _value(node: nodes.Node, scope: Scope) -> Plain:
    """What an expression is in the sample data; UNKNOWN when that cannot be told."""
    match node:
        case nodes.Name(name=name):
            return scope.get(name, MISSING)
        case nodes.Getattr(node=inner, attr=key) | nodes.Getitem(node=inner, arg=nodes.Const(value=key)):
            outer = _value(inner, scope)
            if isinstance(outer, Mapping):
                return outer.get(key, MISSING)
            if isinstance(outer, list) and isinstance(key, int):
                return outer[0] if outer else UNKNOWN
            return outer if outer is UNKNOWN else MISSING
    return UNKNOWN


def _written(node: nodes.Node) -> str:
    match node:
        case nodes.Name(name=name):
            return str(name)
        case nodes.Getattr(node=inner, attr=attr):
            return f"{_written(inner)}.{attr}"
        case nodes.Getitem(node=inner, arg=nodes.Const(value=value)):
            return f"{_written(inner)}[{value!r}]"
    return "…"


def _one_paragraph_a_line(source: str) -> str:
    """Line breaks before paragraphs, so that a line number finds the paragraph, as docxtpl does it."""
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", source.replace("\n", " "))


def _paragraph(lines: str, number: int | None) -> str:
    """The text of the paragraph of a line, in quotes, not too long."""
    every = lines.split("\n")
    text = re.sub(r"<[^>]+>", "", every[min((number or 1) - 1, len(every) - 1)]).strip()
    return f"“{text[:120]}{'…' if len(text) > 120 else ''}”" if text else "a tag"
