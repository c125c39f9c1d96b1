"""The history of verdicts on this machine: where it is kept, read and written.

Whatever goes wrong with it costs a line on standard error and nothing else: it changes no
exit status, and a file that is damaged is set aside.
"""

import os
from pathlib import Path

from concdemo import host
from concdemo.cli import output
from concdemo.errors import ConcdemoError
from concdemo.findings import Remembered
from concdemo.ledger import history
from concdemo.model import Report
from concdemo.text import Language, Text

VARIABLE = "CONCDEMO_STATE"
"""Names another folder for what is kept, as tests do."""

NOT_KEPT = Text(
    "These verdicts can't be kept in {folder}: {error}.",
    "이번 판정을 {folder}에 남길 수 없습니다: {error}.",
)
NOT_READ = Text(
    "The last verdicts can't be read from {folder}: {error}.",
    "지난 판정을 {folder}에서 읽을 수 없습니다: {error}.",
)
SET_ASIDE = Text(
    "What was kept of {claim} is damaged; it was set aside as {path}.",
    "남겨 둔 {claim} 판정 기록이 손상되어 {path}(으)로 옮겨 두었습니다.",
)


def folder() -> Path:
    """Where this machine's verdicts are kept; it need not exist.

    Machines that share a home folder have a folder each.
    """
    given = os.environ.get(VARIABLE)
    if given:
        state = Path(given)
    else:
        from platformdirs import user_state_path

        state = user_state_path("concdemo", appauthor=False)
    return state / "verdicts" / host.key()


def keep(report: Report, language: Language) -> None:
    """Keep what a run that was not interrupted said of its claims."""
    place = folder()
    try:
        kept = history.remembered(report)
        if kept:
            place.mkdir(parents=True, exist_ok=True)
        for one in kept:
            output.save(history.encode(one), str(place / history.file_name(one.claim)))
    except (ConcdemoError, OSError, ValueError) as error:  # a path may be none at all
        why = _why(error.__cause__ or error)
        output.note(NOT_KEPT.fill(folder=place, error=why).into(language))


class Past:
    """Reads what is kept; of a folder that can't be read it is told once."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._place = folder()
        self._told = False

    def last(self, claim: str) -> Remembered | None:
        """The last verdict on a claim; None where there is none that can be read."""
        path = self._place / history.file_name(claim)
        try:
            with path.open("rb") as file:
                data = file.read(history.LARGEST_BYTES + 1)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError) as error:
            if not self._told:
                words = NOT_READ.fill(folder=self._place, error=_why(error))
                output.note(words.into(self._language))
            self._told = True
            return None
        try:
            return history.decode(data, claim)
        except ValueError:
            self._set_aside(path, claim)
            return None

    def _set_aside(self, path: Path, claim: str) -> None:
        aside = path.with_name(path.name + ".damaged")
        try:
            os.replace(path, aside)
            words = SET_ASIDE.fill(claim=claim, path=aside)
        except OSError as error:
            words = NOT_READ.fill(folder=path, error=_why(error))
        output.note(words.into(self._language))


def _why(error: BaseException) -> str:
    return getattr(error, "strerror", None) or str(error)
