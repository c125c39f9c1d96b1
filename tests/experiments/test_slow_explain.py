"""The instructions of a function: made-up rows of them, every known form, and real functions."""

import dis
import opcode
import sys
from collections.abc import Callable

import pytest

from concdemo.experiments.slow import explain, explain_words
from concdemo.experiments.slow.explain import Instruction, argument, pieces, specialises, steps
from concdemo.experiments.slow.explain_forms import SKIPPED, SPECIAL, is_general, why
from concdemo.experiments.slow.explain_words import GENERAL, NOTHING
from concdemo.model import Step
from concdemo.text import Text

TITLE = Text("a function", "함수")
needs_specialising = pytest.mark.skipif(
    not specialises(), reason="this interpreter keeps instructions as they are"
)


def one(name: str, argument: str = "", source: str = "") -> Instruction:
    """An instruction in its general form."""
    return Instruction(name, name, argument, source)


LOAD, ADD, STORE, END = one("LOAD", "x", "x + 1"), one("ADD"), one("STORE", "x"), one("RETURN")


def shape(found: list[Instruction]) -> list[tuple[int, int]]:
    """How often each piece stands there, and its length."""
    return [(piece.times, len(piece.instructions)) for piece in pieces(found)]


def test_what_stands_there_in_a_row_is_put_together() -> None:
    """The rest stays as it is, and nothing is lost."""
    found = [END, *[LOAD, ADD, STORE] * 10, END, END]
    assert shape(found) == [(1, 1), (10, 3), (1, 2)]
    unfolded = [
        i for piece in pieces(found) for _ in range(piece.times) for i in piece.instructions
    ]
    assert unfolded == found


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], []),
        ([END], [(1, 1)]),
        ([LOAD, LOAD], [(1, 2)]),  # a line more than it spares
        ([LOAD, LOAD, LOAD], [(3, 1)]),
        ([LOAD, ADD] * 2, [(2, 2)]),
        ([LOAD, ADD, LOAD, STORE], [(1, 4)]),
        ([LOAD, LOAD, ADD] * 3, [(3, 3)]),
    ],
)
def test_only_what_spares_lines_is_put_together(
    found: list[Instruction], expected: list[tuple[int, int]]
) -> None:
    """The longest row counts, not the first."""
    assert shape(found) == expected


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("NULL + range", "range"),
        ("range + NULL", "range"),
        ("append + NULL|self", "append"),
        ("NULL|self + append", "append"),
        ("to 36", ""),
        ("to L2", ""),
        ("+", "+"),
        ("", ""),
    ],
)
def test_arguments_without_what_only_the_interpreter_needs(shown: str, expected: str) -> None:
    """As the versions of ``dis`` write them."""
    assert argument(shown) == expected


def test_every_special_form_of_this_interpreter_has_words() -> None:
    """Whatever it is called, and none is taken for one of another family."""
    for name, forms in families().items():
        for form in forms:
            if is_general(form):
                continue
            said = why(name, form)
            assert said.en and said.ko and said != NOTHING, form
    assert "two ints" in why("BINARY_OP", "BINARY_OP_ADD_INT").en
    assert "item" in why("BINARY_OP", "BINARY_OP_SUBSCR_LIST_INT").en  # 3.14


def families() -> dict[str, list[str]]:
    """The special forms of each general instruction, as this interpreter knows them."""
    found = getattr(opcode, "_specializations", None)
    if found is None:
        found = getattr(sys.modules.get("_opcode_metadata"), "_specializations", {})
    return dict(found)


def test_an_unknown_instruction_is_shown_without_words() -> None:
    """A later interpreter has others."""
    assert why("FLY", "FLY") == NOTHING
    assert why("FLY", "FLY_HIGH") == SPECIAL[-1][1]
    assert SPECIAL[-1][0] == "*"


def test_what_another_has_done_is_not_told_as_done() -> None:
    """In 3.11 a special form of PRECALL makes the call itself, but for Python's functions."""
    assert why("CALL", "CALL", "PRECALL_NO_KW_LEN") == SKIPPED
    assert why("CALL", "CALL", "PRECALL_PYFUNC") == GENERAL["CALL"]
    assert why("CALL", "CALL", "PRECALL") == GENERAL["CALL"]


def add(left: object, right: object) -> object:
    """A place where two things are added, thrice."""
    total = left + right  # type: ignore[operator]
    total = left + right  # type: ignore[operator]
    total = left + right  # type: ignore[operator]
    return total


def test_a_function_is_told_line_by_line() -> None:
    """Its source, each instruction, and what stands there thrice but once."""
    told = steps(add, TITLE)
    assert {step.program for step in told} == {TITLE}
    sources = [step.did.en for step in told if step.track == explain_words.LINE]
    assert [source.split("#")[0].strip() for source in sources] == [
        "total = left + right",
        "return total",
    ]
    assert any(step.track.en == "3 times" for step in told)
    assert [step.track.en for step in told].count("BINARY_OP") == 1


@needs_specialising
@pytest.mark.parametrize(("values", "form"), [((1, 2), "ADD_INT"), ((0.5, 2.5), "ADD_FLOAT")])
def test_forms_are_those_of_what_came_by(values: tuple[float, float], form: str) -> None:
    """Read from code that has really run."""
    run: Callable[[object, object], object] = type(add)(add.__code__.replace(), {})
    for _ in range(1_000):
        run(*values)
    assert f"+ → _{form}" in [step.did.en for step in steps(run, TITLE)]


@needs_specialising
def test_what_never_ran_is_in_its_general_form() -> None:
    """And where no special form fits, too."""
    fresh = type(add)(add.__code__.replace(), {})
    assert [step.did.en for step in steps(fresh, TITLE) if step.track.en == "BINARY_OP"] == ["+"]


def test_an_interpreter_that_does_not_specialise_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """First of all, and then its instructions as they are."""
    monkeypatch.setattr(explain, "specialises", lambda: False)
    told = steps(add, TITLE)
    assert told[0].track == explain_words.PYTHON and told[0].why == explain_words.UNSPECIALISED
    assert not any("→" in step.did.en for step in told)
    assert len(told) > 5


def test_what_is_compiled_has_no_instructions() -> None:
    """A function of C, and anything else that can be called."""
    assert steps(len, TITLE) == [
        Step(TITLE, Text.same("len"), explain_words.COMPILED, explain_words.NO_BYTECODE)
    ]
    assert steps(dis.Bytecode, TITLE)[0].track.en == "Bytecode"
