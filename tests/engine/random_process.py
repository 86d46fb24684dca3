"""Random sound processes: blocks inside blocks, each with one way in and one way out, drawn from a seed."""

from dataclasses import dataclass, field
from random import Random

from tests.engine.driver import END, START, bpmn, flows, service_task, user_task
from tests.engine.elements import (
    ERROR,
    MESSAGE,
    ON_CANCEL,
    ON_COMPENSATION,
    ON_ERROR,
    ON_MESSAGE,
    ON_SIGNAL,
    SIGNAL,
    boundary,
    catch,
    completion,
    end,
    extended,
    gateway,
    inputs,
    loop,
    mapped,
    on_condition,
    outputs,
    script,
    start,
    sub_process,
    throw,
    timer,
    undone_by,
)

MOST_TURNS = 2


@dataclass
class Scope:
    """The elements and flows of a process or sub-process while it is drawn."""

    parts: list[str] = field(default_factory=list)
    flows: list[str] = field(default_factory=list)


@dataclass
class RandomProcess:
    """A process and what a walk through it needs to know.

    choices: variables that decide at gateways, set anew at every completion.
    """

    random: Random
    count: int = 0
    choices: list[str] = field(default_factory=list)

    def xml(self, depth: int = 2) -> bytes:
        """The diagram."""
        scope = Scope([START, END])
        self._into(scope, "start", "end", depth)
        body = "".join(scope.parts) + flows(*scope.flows)
        return bpmn(body, outside=MESSAGE + ERROR + SIGNAL)

    def _into(self, scope: Scope, source: str, target: str, depth: int) -> None:
        """Draw one to three blocks from `source` to `target`, both there already."""
        current = source
        for _ in range(self.random.randint(1, 2)):
            first, last = self._block(scope, depth)
            scope.flows.append(f"{current}->{first}")
            current = last
        scope.flows.append(f"{current}->{target}")

    def _block(self, scope: Scope, depth: int) -> tuple[str, str]:
        """Draw a block. Its first and last element."""
        leaves = [self._user_task, self._job, self._script, self._timer, self._message, self._mapped_job]
        leaves += [self._event, self._event, self._undone_task]
        nested = [
            self._exclusive,
            self._parallel,
            self._inclusive,
            self._loop,
            self._sub_process,
            self._guarded_task,
            self._guarded_sub_process,
            self._multi_instance,
            self._event_gateway,
            self._implicit_split,
            self._transaction,
        ]
        kinds = leaves if depth == 0 else [*leaves, *nested, *nested]
        return self.random.choice(kinds)(scope, depth - 1)

    def _name(self, kind: str) -> str:
        self.count += 1
        return f"{kind}_{self.count}"

    def _choice(self) -> str:
        name = f"choice_{len(self.choices)}"
        self.choices.append(name)
        return name

    def _single(self, scope: Scope, name: str, part: str) -> tuple[str, str]:
        scope.parts.append(part)
        return name, name

    def _user_task(self, scope: Scope, _: int) -> tuple[str, str]:
        name = self._name("task")
        return self._single(scope, name, user_task(name))

    def _job(self, scope: Scope, _: int) -> tuple[str, str]:
        name = self._name("job")
        return self._single(scope, name, service_task(name))

    def _mapped_job(self, scope: Scope, _: int) -> tuple[str, str]:
        name = self._name("job")
        return self._single(
            scope, name, service_task(name, inside=mapped(inputs(given="42") + outputs({f"out.{name}": "given"})))
        )

    def _script(self, scope: Scope, _: int) -> tuple[str, str]:
        name = self._name("script")
        return self._single(scope, name, script(name, "1 + 1", name))

    def _timer(self, scope: Scope, _: int) -> tuple[str, str]:
        name, hours = self._name("pause"), self.random.randint(0, 40)
        return self._single(scope, name, catch(name, timer("duration", f"PT{hours}H")))

    def _message(self, scope: Scope, _: int) -> tuple[str, str]:
        name = self._name("message")
        if self.random.random() < 0.5:
            return self._single(scope, name, f'<bpmn:receiveTask id="{name}" messageRef="m"/>')
        return self._single(scope, name, catch(name, ON_MESSAGE))

    def _event(self, scope: Scope, _: int) -> tuple[str, str]:
        """Waits for a signal or a condition, or undoes what has completed."""
        name, condition = self._name("happens"), on_condition(f"{self._choice()} > 1")
        parts = [catch(name, ON_SIGNAL), catch(name, condition), throw(name, ON_COMPENSATION)]
        return self._single(scope, name, self.random.choice(parts))

    def _undone_task(self, scope: Scope, _: int) -> tuple[str, str]:
        name, handler, does = self._name("task"), self._name("undo"), self.random.choice((user_task, service_task))
        return self._single(scope, name, user_task(name) + undone_by(name, does(handler), handler))

    def _transaction(self, scope: Scope, depth: int) -> tuple[str, str]:
        """A transaction that a choice cancels; both ways out meet."""
        name, merge, gate, cancelled = (self._name(kind) for kind in ("booking", "merge", "xor", "cancelled"))
        event, inner = self._name("given_up"), Scope([start(f"{name}_start"), end(f"{name}_end")])
        inner.parts += [gateway("exclusive", gate, f"{gate}_to_{name}_end"), end(cancelled, ON_CANCEL)]
        inner.flows += [f"{gate}->{name}_end", f"{gate}->{cancelled}: {self._choice()} = 1"]
        self._into(inner, f"{name}_start", gate, depth)
        inside = "".join(inner.parts) + flows(*inner.flows)
        scope.parts.append(f'<bpmn:transaction id="{name}">{inside}</bpmn:transaction>')
        scope.parts += [boundary(event, name, ON_CANCEL), gateway("exclusive", merge)]
        scope.flows += [f"{name}->{merge}", f"{event}->{merge}"]
        return name, merge

    def _exclusive(self, scope: Scope, depth: int) -> tuple[str, str]:
        split, join, choice = self._name("xor"), self._name("merge"), self._choice()
        target = self._name("way")
        scope.parts += [gateway("exclusive", split, f"{split}_to_{target}"), gateway("exclusive", join)]
        scope.parts.append(f'<bpmn:task id="{target}"/>')
        scope.flows.append(f"{split}->{target}")
        self._into(scope, target, join, depth)
        for number in range(self.random.randint(1, 2)):
            way = self._name("way")
            scope.parts.append(f'<bpmn:task id="{way}"/>')
            scope.flows.append(f"{split}->{way}: {choice} = {number}")
            self._into(scope, way, join, depth)
        return split, join

    def _parallel(self, scope: Scope, depth: int) -> tuple[str, str]:
        split, join = self._name("fork"), self._name("join")
        scope.parts += [gateway("parallel", split), gateway("parallel", join)]
        for _ in range(self.random.randint(2, 3)):
            self._into(scope, split, join, depth)
        return split, join

    def _inclusive(self, scope: Scope, depth: int) -> tuple[str, str]:
        split, join, choice = self._name("or"), self._name("or_join"), self._choice()
        default = self._name("way")
        scope.parts += [gateway("inclusive", split, f"{split}_to_{default}"), gateway("inclusive", join)]
        scope.parts.append(f'<bpmn:task id="{default}"/>')
        scope.flows += [f"{split}->{default}", f"{default}->{join}"]
        for number in range(self.random.randint(2, 3)):
            way = self._name("way")
            scope.parts.append(f'<bpmn:task id="{way}"/>')
            scope.flows.append(f"{split}->{way}: {choice} > {number}")
            self._into(scope, way, join, depth)
        return split, join

    def _implicit_split(self, scope: Scope, depth: int) -> tuple[str, str]:
        """Several flows out of a task; one of the branches ends on its own."""
        first, last = self._name("split"), self._name("after")
        lone = self._name("lone_end")
        scope.parts += [f'<bpmn:task id="{first}"/>', f'<bpmn:task id="{last}"/>', end(lone)]
        self._into(scope, first, last, depth)
        self._into(scope, first, lone, depth)
        return first, last

    def _loop(self, scope: Scope, depth: int) -> tuple[str, str]:
        """A loop that its counter ends."""
        back, done, turns = self._name("again"), self._name("done"), self._name("turns")
        count = self._name("count")
        scope.parts += [gateway("exclusive", back), gateway("exclusive", done, f"{done}_to_{back}")]
        scope.parts.append(script(count, f"if {turns} = null then 1 else {turns} + 1", turns))
        scope.flows += [f"{back}->{count}", f"{done}->{back}"]
        self._into(scope, count, done, depth)
        out = self._name("out")
        scope.parts.append(script(out, "null", turns))
        scope.flows.append(f"{done}->{out}: {turns} = null or {turns} >= {MOST_TURNS}")
        return back, out

    def _inside(self, depth: int, *, can_fail: bool = False) -> str:
        name = self._name("inner")
        scope = Scope([start(f"{name}_start"), end(f"{name}_end")])
        if can_fail:
            choice, gate, fail, go_on = self._choice(), self._name("xor"), self._name("fail"), self._name("way")
            scope.parts += [gateway("exclusive", gate, f"{gate}_to_{go_on}"), end(fail, ON_ERROR)]
            scope.parts.append(f'<bpmn:task id="{go_on}"/>')
            scope.flows += [f"{gate}->{fail}: {choice} = 1", f"{gate}->{go_on}"]
            self._into(scope, f"{name}_start", gate, depth)
            self._into(scope, go_on, f"{name}_end", depth)
        else:
            self._into(scope, f"{name}_start", f"{name}_end", depth)
        return "".join(scope.parts) + flows(*scope.flows)

    def _sub_process(self, scope: Scope, depth: int) -> tuple[str, str]:
        name = self._name("sub")
        extension = extended(mapped(inputs(local="1"))) if self.random.random() < 0.5 else ""
        return self._single(scope, name, sub_process(name, self._inside(depth), extension))

    def _guarded(self, scope: Scope, host: str, depth: int, *, can_fail: bool) -> tuple[str, str]:
        """What may happen on the border of `host`: ways out that meet its own, or go on beside it."""
        merge = self._name("merge")
        scope.parts.append(gateway("exclusive", merge))
        scope.flows.append(f"{host}->{merge}")
        for definition, interrupting in self._border(can_fail=can_fail):
            event = self._name("border")
            scope.parts.append(boundary(event, host, definition, interrupting=interrupting))
            if interrupting:
                self._into(scope, event, merge, depth)
            else:
                beside = self._name("beside_end")
                scope.parts.append(end(beside))
                self._into(scope, event, beside, depth)
        return host, merge

    def _border(self, *, can_fail: bool) -> list[tuple[str, bool]]:
        hours = self.random.randint(1, 30)
        possible = [
            (timer("duration", f"PT{hours}H"), True),
            (timer("duration", f"PT{hours}H"), False),
            (timer("cycle", f"R2/PT{hours}H"), False),
            (ON_MESSAGE, True),
            (ON_MESSAGE, False),
            (ON_SIGNAL, True),
            (ON_SIGNAL, False),
            (on_condition(f"{self._choice()} > 2"), True),
            (on_condition(f"{self._choice()} > 2"), False),
        ]
        chosen = self.random.sample(possible, self.random.randint(0 if can_fail else 1, 2))
        return [*chosen, (ON_ERROR, True)] if can_fail else chosen

    def _guarded_task(self, scope: Scope, depth: int) -> tuple[str, str]:
        name = self._name("task")
        scope.parts.append(user_task(name))
        return self._guarded(scope, name, depth, can_fail=False)

    def _guarded_sub_process(self, scope: Scope, depth: int) -> tuple[str, str]:
        name, can_fail = self._name("sub"), self.random.random() < 0.5
        scope.parts.append(sub_process(name, self._inside(depth, can_fail=can_fail)))
        return self._guarded(scope, name, depth, can_fail=can_fail)

    def _multi_instance(self, scope: Scope, depth: int) -> tuple[str, str]:
        name = self._name("each")
        condition = completion("numberOfCompletedInstances >= 2") if self.random.random() < 0.3 else ""
        size = self.random.randint(0, 3)
        collected = f'outputCollection="{name}_found" outputElement="= item"'
        marker = loop(f"for i in 1..{size} return i", collected, condition, sequential=self.random.random() < 0.5)
        if size == 0:
            marker = loop("[]", collected, condition)
        if self.random.random() < 0.5:
            scope.parts.append(user_task(name, after=marker))
        else:
            scope.parts.append(sub_process(name, self._inside(min(depth, 1)) + marker))
        if self.random.random() < 0.5:
            return self._guarded(scope, name, depth, can_fail=False)
        return name, name

    def _event_gateway(self, scope: Scope, depth: int) -> tuple[str, str]:
        gate, merge = self._name("race"), self._name("merge")
        scope.parts += [gateway("eventBased", gate), gateway("exclusive", merge)]
        hours = self.random.randint(1, 30)
        for definition in (ON_MESSAGE, timer("duration", f"PT{hours}H"), timer("duration", f"PT{hours}H")):
            event = self._name("event")
            scope.parts.append(catch(event, definition))
            scope.flows.append(f"{gate}->{event}")
            self._into(scope, event, merge, depth)
        return gate, merge
