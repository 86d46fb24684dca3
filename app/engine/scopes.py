"""Variables of a case: a scope for the instance, one for each sub-process, multi-instance child and mapped element.

Reading walks up; writing goes to the scope that has the name, else to the instance. Values are FEEL values.
"""

from collections.abc import Iterable, Mapping

from app.engine.registry import Variables

ROOT = ""


class Scopes:
    """All scopes of one case, by id. The root has the id ''. changed: names written since somebody looked."""

    def __init__(self, stored: dict[str, tuple[str | None, Variables]] | None = None) -> None:
        self.changed: set[str] = set()
        self._parents: dict[str, str | None] = {ROOT: None}
        self._variables: dict[str, Variables] = {ROOT: {}}
        for scope_id, (parent, variables) in (stored or {}).items():
            self._parents[scope_id] = parent
            self._variables[scope_id] = variables

    def stored(self) -> dict[str, tuple[str | None, Variables]]:
        """What the constructor takes back."""
        return {scope_id: (self._parents[scope_id], self._variables[scope_id]) for scope_id in self._parents}

    def open(self, scope_id: str, *, parent: str, variables: Mapping[str, object] | None = None) -> None:
        """Add a scope inside `parent`; opening it again starts it anew."""
        self._parents[scope_id] = parent
        self._variables[scope_id] = dict(variables or {})

    def close(self, scope_id: str) -> None:
        """Forget a scope and what is in it."""
        if scope_id != ROOT:
            self._parents.pop(scope_id, None)
            self._variables.pop(scope_id, None)

    def __contains__(self, scope_id: str) -> bool:
        return scope_id in self._parents

    def parent(self, scope_id: str) -> str | None:
        """The scope around this one; None for the root."""
        return self._parents[scope_id]

    def own(self, scope_id: str) -> Variables:
        """The variables of this scope alone."""
        return self._variables[scope_id]

    def visible(self, scope_id: str) -> Variables:
        """All variables seen from a scope; the innermost wins."""
        return self._merged(self._chain(scope_id))

    def named(self, scope_id: str, names: Iterable[str]) -> Variables:
        """Of the variables seen from a scope, those with one of these names."""
        chain = self._chain(scope_id)
        found: Variables = {}
        for name in names:
            for scope in chain:
                if name in self._variables[scope]:
                    found[name] = self._variables[scope][name]
                    break
        return found

    def write(self, scope_id: str, variables: Mapping[str, object]) -> None:
        """Set variables where they are, else in the instance."""
        self.changed.update(variables)
        chain = self._chain(scope_id)
        for name, value in variables.items():
            owner = next((scope for scope in chain if name in self._variables[scope]), ROOT)
            self._variables[owner][name] = value

    def write_own(self, scope_id: str, variables: Mapping[str, object]) -> None:
        """Set variables in this very scope."""
        self.changed.update(variables)
        self._variables[scope_id].update(variables)

    def copied(self, scope_id: str) -> dict[str, Variables]:
        """The variables of a scope and of those around it, for `put_back`."""
        return {scope: dict(self._variables[scope]) for scope in self._chain(scope_id)}

    def put_back(self, copied: Mapping[str, Variables]) -> None:
        """Undo what was written since they were copied."""
        self._variables.update(copied)

    def _chain(self, scope_id: str) -> list[str]:
        chain: list[str] = []
        current: str | None = scope_id
        while current is not None:
            chain.append(current)
            current = self._parents[current]
        return chain

    def _merged(self, chain: list[str]) -> Variables:
        merged: Variables = {}
        for scope in reversed(chain):
            merged.update(self._variables[scope])
        return merged
