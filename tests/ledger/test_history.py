"""The last verdict on a claim as it is kept in a file."""

from dataclasses import replace

import pytest
from builders import gil_report, host

from concdemo.ledger import history
from concdemo.ledger.judge import with_verdicts


def test_a_verdict_is_kept_with_where_it_came_from() -> None:
    """When, by which line, with which interpreter and how many cores, in both languages."""
    report = with_verdicts(gil_report(machine=host(cores=4, python="3.13.0")))
    kept = {one.claim: one for one in history.remembered(report)}
    one = kept["gil.one-at-a-time"]
    assert one.verdict == report.verdicts[0].verdict and one.because == report.verdicts[0].because
    assert (one.when, one.command, one.experiment) == (report.started, ["gil"], "gil")
    assert (one.python, one.gil, one.cores, one.concdemo) == ("3.13.0", "on", 4, "0.1.0")
    assert history.decode(history.encode(one), one.claim) == one


def test_what_was_not_tested_does_not_hide_what_was_seen_before() -> None:
    """A run with other settings says nothing of a claim, and nothing of it is kept."""
    report = with_verdicts(gil_report(settings={"workload": "hash", "workers": 2, "tasks": 4}))
    assert {one.verdict for one in report.verdicts} >= {"untested"}
    assert all(one.verdict != "untested" for one in history.remembered(report))


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda data: data[:-9],
        lambda _: b"null",
        lambda data: b"\xff" + data,
        lambda _: b"[" * 200_000,
        lambda data: data.replace(b'"supported"', b'"maybe"'),
        lambda data: data.replace(b"gil.one-at-a-time", b"gil.convoy"),
        lambda data: data.replace(b'"ko"', b'"kr"'),
        lambda data: data + b" " * history.LARGEST_BYTES,
    ],
)
def test_a_damaged_file_is_known_as_such(damage: object) -> None:
    """Whatever is wrong with it is one kind of error."""
    one = history.remembered(with_verdicts(gil_report()))[0]
    data = history.encode(replace(one, verdict="supported"))
    assert callable(damage)
    with pytest.raises(ValueError):
        history.decode(damage(data), "gil.one-at-a-time")
