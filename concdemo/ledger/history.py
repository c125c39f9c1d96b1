"""The last verdict on each claim, as it is kept: one small file a claim.  Pure.

A file a claim, always written whole, needs no lock: of two runs at once the later one stays.
What tells nothing of a claim is not kept, so that a run in which something was missing
doesn't hide what an earlier one saw.  Reading and writing is the command line's work.
"""

import msgspec

from concdemo.findings import Remembered
from concdemo.model import Judgement, Report

NOT_KEPT: tuple[Judgement, ...] = ("untested", "untestable")
LARGEST_BYTES = 1024 * 1024


def remembered(report: Report) -> list[Remembered]:
    """What is kept of a run."""
    return [
        Remembered(
            claim=verdict.claim,
            verdict=verdict.verdict,
            because=verdict.because,
            when=report.started,
            command=report.command,
            experiment=report.experiment,
            concdemo=report.concdemo,
            python=report.host.python,
            gil=report.host.gil,
            cores=report.host.cores,
        )
        for verdict in report.verdicts
        if verdict.verdict not in NOT_KEPT
    ]


def file_name(claim: str) -> str:
    """The name of a claim's file; the book's names are letters, digits, dots and dashes."""
    return f"{claim}.json"


def encode(one: Remembered) -> bytes:
    """A file's bytes."""
    return msgspec.json.format(msgspec.json.encode(one), indent=1) + b"\n"


def decode(data: bytes, claim: str) -> Remembered:
    """What a claim's file says.

    Raises:
        ValueError: it is damaged, or another claim's.
    """
    if len(data) > LARGEST_BYTES:
        raise ValueError("too large")
    try:
        found = msgspec.json.decode(data, type=Remembered)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise ValueError(str(error)) from error
    if found.claim != claim:
        raise ValueError(f"it is of {found.claim!r}")
    return found
