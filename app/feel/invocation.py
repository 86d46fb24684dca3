"""Calling functions: arguments to parameters, kinds and coercions."""

from __future__ import annotations

from collections.abc import Sequence

from app.feel.budget import Run
from app.feel.errors import Unfit
from app.feel.types import FeelType, coerced
from app.feel.values import BuiltIn, BuiltInParameter, Function, Signature, Value, described, kind_of


def invoke(function: object, arguments: Sequence[Value], run: Run) -> Value:
    """The result of a call with arguments by position. Raises Unfit when it cannot be made."""
    run.spend(1)
    if type(function) is BuiltIn:
        return _invoke_built_in(function, arguments, run)
    if type(function) is Function:
        return _invoke_function(function, arguments, run)
    raise Unfit(f"{described(function)} is no function")


def invoke_by_name(function: object, arguments: Sequence[Value], names: Sequence[str], run: Run) -> Value:
    """The result of a call with named arguments, null for those not given. Raises Unfit when it cannot be made."""
    given = dict(zip(names, arguments, strict=True))
    if len(given) != len(names):
        raise Unfit("an argument is named twice")
    if type(function) is BuiltIn:
        run.spend(1)
        return _invoke_built_in_by_name(function, given, run)
    if type(function) is not Function:
        raise Unfit(f"{described(function)} is no function")
    known = [parameter.name for parameter in function.parameters]
    for name in given:
        if name not in known:
            raise Unfit(f"{function} has no parameter “{name}”")
    return invoke(function, [given.get(name) for name in known], run)


def _invoke_function(function: Function, arguments: Sequence[Value], run: Run) -> Value:
    if len(arguments) != len(function.parameters):
        raise Unfit(f"{function} takes {len(function.parameters)} arguments, not {len(arguments)}")
    fitting = [
        value if parameter.type is None else _fitting(parameter.name, value, parameter.type, run)
        for parameter, value in zip(function.parameters, arguments, strict=True)
    ]
    run.enter()
    try:
        result = function.call(run, fitting)
    finally:
        run.leave()
    if function.result is not None:
        fits, result = coerced(result, function.result, run)
        if not fits:
            raise Unfit(f"the result of {function} is not of its type")
    return result


def _fitting(name: str, value: Value, wanted: FeelType, run: Run) -> Value:
    fits, value_to_use = coerced(value, wanted, run)
    if not fits:
        raise Unfit(f"the argument “{name}” is {described(value)}, not of its type")
    return value_to_use


def _invoke_built_in(function: BuiltIn, arguments: Sequence[Value], run: Run) -> Value:
    reason: Unfit | None = None
    for signature in function.signatures:
        try:
            fitting = _positional(signature, arguments)
        except Unfit as mismatch:
            reason = mismatch if reason is None or len(arguments) == len(signature.parameters) else reason
            continue
        return _counted(signature.body(run, *fitting), run)
    raise reason or Unfit("it cannot be called")


def _positional(signature: Signature, arguments: Sequence[Value]) -> list[Value]:
    parameters = signature.parameters
    count = len(arguments)
    if count < signature.required or (count > len(parameters) and not signature.variadic):
        raise Unfit(f"{count} arguments do not fit")
    if signature.variadic:
        parameters = parameters + parameters[-1:] * (count - len(parameters))
    return [
        argument if not parameter.kinds or kind_of(argument) in parameter.kinds else _as_kind(parameter, argument)
        for parameter, argument in zip(parameters, arguments, strict=False)
    ]


def _as_kind(parameter: BuiltInParameter, argument: Value) -> Value:
    if isinstance(argument, list) and len(argument) == 1 and kind_of(argument[0]) in parameter.kinds:
        return argument[0]
    if "list" in parameter.kinds and argument is not None:
        return [argument]
    wanted = " or ".join(sorted(parameter.kinds - {"null"}))
    raise Unfit(f"“{parameter.name}” must be a {wanted}, not {described(argument)}")


def _invoke_built_in_by_name(function: BuiltIn, given: dict[str, Value], run: Run) -> Value:
    reason = Unfit(f"{function.name} has no parameters with the names {', '.join(given)}")
    for signature in function.signatures:
        names = [parameter.name for parameter in signature.parameters]
        if not given.keys() <= set(names):
            continue
        arguments = [given.get(name) for name in names]
        while len(arguments) > signature.required and names[len(arguments) - 1] not in given:
            arguments.pop()
        if signature.variadic and isinstance(given.get(names[-1]), list):
            arguments = arguments[:-1] + given[names[-1]]
        try:
            fitting = _positional(signature, arguments)
        except Unfit as mismatch:
            reason = mismatch
            continue
        return _counted(signature.body(run, *fitting), run)
    raise reason


def _counted(result: Value, run: Run) -> Value:
    """A result, its size taken off the budget."""
    if type(result) is str:
        run.check_text(len(result))
    elif type(result) is list or type(result) is dict:
        run.check_list(len(result))
    return result
