"""``concdemo verify``: makes the runs that the chosen claims need, and ends in one page."""

import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shutil import get_terminal_size

from rich.cells import cell_len, set_cell_size

import concdemo
from concdemo import clock, host, schema
from concdemo.cli import exports, history, output, words
from concdemo.cli.faults import explain
from concdemo.cli.ledger_options import CHECK_OPTIONS, LEDGER_EXPORTS, WORK_OPTIONS
from concdemo.cli.measure import exit_status, run_experiment
from concdemo.cli.options import RUN_OPTIONS
from concdemo.cli.pace import Pace
from concdemo.conduct.run import Event
from concdemo.errors import ConcdemoError, Interrupted, UsageFault
from concdemo.experiments import find
from concdemo.findings import LEDGER_SCHEMA, Ledger
from concdemo.ledger import asked
from concdemo.ledger import sentences as say
from concdemo.ledger.book import GROUPS, by_id
from concdemo.ledger.needs import Done, Line, entries, lines_of
from concdemo.ledger.overview import groups_of
from concdemo.model import Report
from concdemo.render import ledger as rendered
from concdemo.render import words as shown
from concdemo.settings import Raw, settle, unsecret
from concdemo.text import Language, Text

DIFFERS = 3
"""Exit status where a verdict is not the expected one."""

LARGEST_BYTES = 1024 * 1024
NOTHING_CHOSEN = Text(
    "Name claims or groups ({groups}), or say --all. See: concdemo claims",
    "주장이나 묶음({groups})의 이름을 적거나 --all을 쓰세요. 목록: concdemo claims",
)
NOT_READ = Text("{path} can't be read: {error}.", "{path}을(를) 읽을 수 없습니다: {error}.")
NOT_TEXT = Text("{path} is no text in UTF-8.", "{path}은(는) UTF-8로 된 글이 아닙니다.")
TAKEN_BY_NONE = Text(
    "None of these claims needs {flag}; it is for {claims}.",
    "이 주장들에는 {flag}이(가) 필요 없습니다. {claims}에 씁니다.",
)
RUN_OF = Text("run {run} of {runs}: {what}", "실행 {run}/{runs}: {what}")


def as_json(found: Ledger, language: Language) -> bytes:
    """The ledger itself: it holds every language."""
    return schema.encode(found)


def verify(
    named: Sequence[str],
    expected: Sequence[str],
    given: Mapping[str, Raw],
    arguments: Sequence[str],
    language: Language,
) -> int:
    """Run, show, compare; the exit status.

    Args:
        named: claims and groups.
        expected: words like ``ID=VERDICT``.
        given: what was typed, by the names of the options.
        arguments: the words after ``concdemo``.

    Raises:
        UsageFault: it can't be done as asked; nothing was run.
        ConcdemoError: a file could not be written.
    """
    settle(RUN_OPTIONS, given)
    settle(WORK_OPTIONS, given)
    file = settle(CHECK_OPTIONS, given)["expect-file"]
    wanted = asked.together(asked.expectations(expected), _of_file(file))
    names = asked.chosen([*named, *wanted]) if not given.get("all") else _all(named)
    if not names:
        raise UsageFault(NOTHING_CHOSEN.fill(groups=", ".join(GROUPS)))
    inputs = [file] if isinstance(file, str) else []
    paths = exports.settle_paths(given, inputs, LEDGER_EXPORTS)
    lines = lines_of(names)
    _check_taken(lines, given)
    made = Made(clock.utc_now())
    _run_all(lines, given, made, language)
    found = entries(names, made.done)
    ledger = Ledger(
        schema=LEDGER_SCHEMA,
        concdemo=concdemo.__version__,
        started=made.started,
        command=_command(arguments),
        host=made.reports[0].host if made.reports else host.describe(),
        groups=groups_of(names),
        entries=found,
        partial=made.interrupted is not None,
        expected=len(wanted),
        differences=asked.differences(found, wanted),
        reports=made.reports,
    )
    try:
        exports.save_all(paths, ledger, language, LEDGER_EXPORTS)
    finally:
        if not exports.alone(paths):
            output.show(rendered.show(ledger, language), language)
    return _status(ledger, made, language)


def _status(ledger: Ledger, made: "Made", language: Language) -> int:
    if made.interrupted is not None:
        output.note(words.INTERRUPTED.into(language))
        return made.interrupted.exit_code
    if ledger.differences:
        return DIFFERS
    return 1 if made.failed else 0


def _all(named: Sequence[str]) -> list[str]:
    asked.chosen(named)  # a wrong word is answered all the same
    return list(by_id())


def _of_file(path: object) -> asked.Expected:
    """What the file expects, if one was named."""
    if path is None:
        return {}
    try:
        if path == "-":
            data = sys.stdin.buffer.read(LARGEST_BYTES)
        else:
            with Path(str(path)).open("rb") as file:
                data = file.read(LARGEST_BYTES)
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageFault(NOT_TEXT.fill(path=path)) from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise UsageFault(NOT_READ.fill(path=path, error=why)) from error
    return asked.expectations_of_file(text, str(path))


def _check_taken(lines: Sequence[Line], given: Mapping[str, Raw]) -> None:
    """Refuse what was given for some runs only, before any is made, where it is of no use."""
    for option in WORK_OPTIONS:
        if given.get(option.name) is None:
            continue
        takers = [line for line in lines if option.name in line.takes]
        if not takers:
            claims = [name for name, rules in by_id().items() if option.name in rules[0].takes]
            raise UsageFault(TAKEN_BY_NONE.fill(flag=option.flag, claims=", ".join(claims)))
        for line in takers:
            experiment, own = find(line.experiment), {option.name: given[option.name]}
            experiment.plan(settle(experiment.options, {**line.options, **own}), host.describe())


def _command(arguments: Sequence[str]) -> list[str]:
    said = [word.encode("utf-8", "replace").decode("utf-8") for word in arguments]
    return unsecret(WORK_OPTIONS, said)


@dataclass(slots=True)
class Made:
    """What has been run so far."""

    started: str
    done: list[Done] = field(default_factory=list)
    interrupted: Interrupted | None = None
    failed: bool = False

    @property
    def reports(self) -> list[Report]:
        """The reports of the runs that were made."""
        return [one.report for one in self.done if one.report is not None]


def _run_all(
    lines: Sequence[Line], given: Mapping[str, Raw], made: Made, language: Language
) -> None:
    """Make the runs one after another; one that can't be made doesn't cost the others."""
    budget = settle(RUN_OPTIONS, given)["budget"]
    assert budget is None or isinstance(budget, int | float)
    usual = [budget or find(line.experiment).budget_s for line in lines]
    pace = Pace(usual, promised=not given.get("rounds"))
    for line in lines:
        if made.interrupted is not None:
            made.done.append(Done(line, why=say.INTERRUPTED))
            continue
        begin = clock.monotonic_ns()
        try:
            made.done.append(_run(line, given, made, _Drawn(pace, line, begin, language), language))
        except Interrupted as interrupted:
            made.interrupted = interrupted
            made.done.append(Done(line, why=say.INTERRUPTED))
        pace.spent_s.append((clock.monotonic_ns() - begin) / 1e9)


def _run(
    line: Line, given: Mapping[str, Raw], made: Made, drawn: "_Drawn", language: Language
) -> Done:
    experiment = find(line.experiment)
    passed = [option.name for option in RUN_OPTIONS] + list(line.takes)
    own = {name: given[name] for name in passed if given.get(name) is not None}
    typed = [word for name, value in own.items() for word in (f"--{name}", str(value))]
    try:
        measured = run_experiment(
            experiment, {**line.options, **own}, [*line.words, *typed], language, drawn.tell
        )
    except ConcdemoError as fault:
        made.failed = made.failed or not isinstance(fault, UsageFault)
        return Done(line, why=fault.text)
    except Exception as error:  # whatever it is, it must not cost what was measured before
        if os.environ.get("CONCDEMO_TRACEBACK"):
            traceback.print_exc()
        made.failed = True
        return Done(line, why=explain(error)[0])
    finally:
        drawn.clear()
    made.interrupted = measured.interrupted
    made.failed = made.failed or exit_status(measured.report, []) != 0
    if measured.interrupted is None:
        history.keep(measured.report, language)
    return Done(line, measured.report)


class _Drawn:
    """The progress line: which run it is, what it does now, and how long all may take yet."""

    def __init__(self, pace: Pace, line: Line, begin_ns: int, language: Language) -> None:
        self._pace, self._begin_ns, self._language = pace, begin_ns, language
        what = " ".join(line.words)
        run = len(pace.spent_s) + 1
        self._run = RUN_OF.fill(run=run, runs=len(pace.usual_s), what=what)
        self._line = output.ProgressLine(language)

    def tell(self, event: Event) -> None:
        """Draw what the run is doing now."""
        stage = shown.STAGES[event.stage].fill(arm=event.arm, round=event.round)
        left = self._pace.said((clock.monotonic_ns() - self._begin_ns) / 1e9)
        parts = [self._run, *([left] if left else []), stage]
        said = Text.join(parts, " … ").into(self._language)
        # A line that is broken can't be drawn over.
        self._line.say(set_cell_size(said, min(cell_len(said), get_terminal_size().columns - 1)))

    def clear(self) -> None:
        """Leave the terminal as it was."""
        self._line.clear()
