"""`pratica check`."""

from pathlib import Path

from click.testing import CliRunner, Result

from app.engine.checks.commands import check

DATA = Path(__file__).parents[1] / "data"


def run(*paths: Path) -> Result:
    return CliRunner().invoke(check, [str(path) for path in paths])


def test_file_without_a_problem_exits_with_0() -> None:
    result = run(DATA / "valid/user_task.bpmn")

    assert (result.exit_code, result.output) == (0, "1 files: 0 errors, 0 warnings.\n")


def test_warning_alone_exits_with_0() -> None:
    assert run(DATA / "warned/no_default.bpmn").exit_code == 0


def test_error_is_printed_with_place_sentence_and_remedy_and_exits_with_1() -> None:
    result = run(DATA / "refused/timer_too_long.bpmn")

    assert result.exit_code == 1
    assert "timer_too_long.bpmn:9: error step" in result.output
    assert "longer than 100 years" in result.output
    assert "at most 100 years" in result.output


def test_folder_stands_for_the_files_in_it() -> None:
    result = run(DATA / "refused")

    assert f"{len(list((DATA / 'refused').glob('*.bpmn')))} files:" in result.output
