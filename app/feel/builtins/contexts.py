"""Built-in functions on contexts."""

from __future__ import annotations

from app.feel.budget import Run
from app.feel.builtins.registry import built_in, running_built_in
from app.feel.errors import Unfit
from app.feel.values import Value, described


@built_in("get value", "m: context, key: string")
@built_in("get value", "context: context, key: string")
def get_value(context: dict[str, Value], key: str) -> Value:
    """An entry of a context; null when there is none."""
    return context.get(key)


@built_in("get value", "context: context, keys: list")
def get_value_by_path(context: dict[str, Value], keys: list[Value]) -> Value:
    """An entry of a context in a context, by the keys that lead to it."""
    value: Value = context
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = value.get(key) if isinstance(key, str) else None
    return value


@running_built_in("get entries", "m: context")
@running_built_in("get entries", "context: context")
def get_entries(run: Run, context: dict[str, Value]) -> list[dict[str, Value]]:
    """The entries, each as a context of key and value."""
    run.check_list(len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


@running_built_in("context", "entries: list")
def context_of(run: Run, entries: list[Value]) -> dict[str, Value]:
    """A context of entries with key and value."""
    run.check_list(len(entries))
    result: dict[str, Value] = {}
    for entry in entries:
        if not isinstance(entry, dict) or "value" not in entry or not isinstance(entry.get("key"), str):
            raise Unfit(f"{described(entry)} is no entry with key and value")
        if entry["key"] in result:
            raise Unfit(f"the key {entry['key']} stands twice")
        result[entry["key"]] = entry["value"]
    return result


@running_built_in("context put", "context: context, key: string, value: any")
def context_put(run: Run, context: dict[str, Value], key: str, value: Value) -> dict[str, Value]:
    """The context with an entry added or replaced."""
    run.check_list(len(context))
    return {**context, key: value}


@running_built_in("context put", "context: context, keys: list, value: any")
def context_put_by_path(run: Run, context: dict[str, Value], keys: list[Value], value: Value) -> dict[str, Value]:
    """The context with an entry of a context inside it added or replaced."""
    if not keys or not isinstance(keys[0], str):
        raise Unfit("the keys must be texts, one at least")
    run.check_list(len(context) + len(keys))
    if len(keys) == 1:
        return {**context, keys[0]: value}
    if len(keys) > run.budget.depth:
        raise Unfit("there are too many keys")
    inner = context.get(keys[0])
    if inner is not None and not isinstance(inner, dict):
        raise Unfit(f"{keys[0]} holds {described(inner)}, no context")
    return {**context, keys[0]: context_put_by_path(run, inner or {}, keys[1:], value)}


@running_built_in("context merge", "contexts: list")
@running_built_in("context merge", "contexts...: context")
def context_merge(run: Run, *contexts: Value) -> dict[str, Value]:
    """The entries of all contexts, the last one winning."""
    items = contexts[0] if len(contexts) == 1 and isinstance(contexts[0], list) else contexts
    result: dict[str, Value] = {}
    for item in items:
        if not isinstance(item, dict):
            raise Unfit(f"{described(item)} is no context")
        run.check_list(len(item))
        result.update(item)
    return result
