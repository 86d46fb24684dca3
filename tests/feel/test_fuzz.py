"""Whatever the text and the values: our errors or none."""

from __future__ import annotations

import os

from hypothesis import given, settings
from hypothesis import strategies as st

from app.feel import Budget, FeelError, dumps, parse, parse_unary_tests
from app.feel.scope import BUILT_INS

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "2500"))  # of each of the two
SMALL = Budget(steps=20_000, seconds=1.0)
LEAVES = (
    '0|1|-1|0.5|1e6144|1e-6143|10 ** 33|null|true|false|"a"|""|"2026-01-01"|[]|[null]|[1, 2, 3]|{}|{a: 1}|'
    '@"2026-01-31"|@"-999999999-01-01"|@"10:00:00"|@"10:00:00@Europe/Rome"|@"2026-01-01T10:00:00Z"|'
    '@"P1D"|@"P1Y"|[1..3]|(< 5)|(!= 1)|function(x) x|abs|x|y.z|c-d|item|partial|?|"\\uD800"'
).split("|")
OPERATORS = "+ - * / ** = != < <= > >= and or in".split()
TYPES = "number string list<number> context<a:number> function<number>->Any range<date> duration Any unknown".split()
WORDS = [*"( ) [ ] { } .. . , : ; ' \" @ ? // /* */ -> if then else for in return some every not of".split(), *LEAVES]


def _forms(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    calls = st.tuples(st.sampled_from(sorted(BUILT_INS)), st.lists(inner, max_size=4))
    return st.one_of(
        calls.map(lambda call: f"{call[0]}({', '.join(call[1])})"),
        st.tuples(inner, st.sampled_from(OPERATORS), inner).map(" ".join),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]})[{pair[1]}]"),
        st.tuples(inner, inner).map(lambda pair: f"for x in {pair[0]} return {pair[1]}"),
        st.tuples(inner, inner).map(lambda pair: f"for x in {pair[0]}..{pair[1]} return [x, partial]"),
        st.tuples(inner, inner).map(lambda pair: f"some x in {pair[0]} satisfies {pair[1]}"),
        st.tuples(inner, inner, inner).map(lambda parts: f"if {parts[0]} then {parts[1]} else {parts[2]}"),
        st.tuples(inner, inner).map(lambda pair: f"{{a: {pair[0]}, b: {pair[1]}}}"),
        st.tuples(inner, inner).map(lambda pair: f"[{pair[0]}..{pair[1]}]"),
        st.tuples(inner, st.sampled_from(TYPES)).map(lambda pair: f"{pair[0]} instance of {pair[1]}"),
        st.tuples(inner, st.sampled_from(["a", "year", "time offset", "start", "z"])).map(".".join),
        st.tuples(inner, inner).map(lambda pair: f"(function(x) {pair[0]})({pair[1]})"),
    )


TREES = st.recursive(st.sampled_from(LEAVES), _forms, max_leaves=12)
SOUP = st.lists(st.sampled_from(WORDS) | st.text(max_size=3), max_size=20).map(" ".join)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.decimals() | st.text() | st.datetimes() | st.times(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def _try(text: str, value: object) -> None:
    context = {"x": value, "y": {"z": value}, "c-d": value}
    try:
        dumps(parse(text).evaluate(context, budget=SMALL).value)
        parse_unary_tests(text).evaluate(value, context, budget=SMALL)
    except FeelError:
        pass


@settings(max_examples=EXAMPLES, deadline=None)
@given(TREES, VALUES)
def test_random_trees_raise_nothing_else(text, value):
    _try(text, value)


@settings(max_examples=EXAMPLES, deadline=None)
@given(SOUP | st.text(), VALUES)
def test_random_text_raises_nothing_else(text, value):
    _try(text, value)
