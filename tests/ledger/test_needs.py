"""Which runs claims need, and which verdict each gets from them."""

from dataclasses import replace

import msgspec
import pytest
from builders import gil_report, io_report

from concdemo.experiments import EXPERIMENTS, find
from concdemo.ledger.book import Claim, by_id, claims
from concdemo.ledger.judge import with_verdicts
from concdemo.ledger.needs import Done, Line, entries, line_of, lines_of
from concdemo.model import Report, Verdict
from concdemo.text import Text

WHY = Text("httpx is not installed.", "httpx가 없습니다.")


def words(names: list[str]) -> list[str]:
    """The runs that claims need."""
    return [" ".join(line.words) for line in lines_of(names)]


def test_a_run_is_made_once_however_many_claims_share_it(unbuilt: str) -> None:
    """In the order of the claims; what no run tests needs none."""
    names = ["gil.convoy", "gil.one-at-a-time", "gil.threads-no-speedup", "async.needs-threads"]
    assert words(names) == ["convoy", "gil", "io"]
    assert words(["opinion.packages", unbuilt]) == []
    assert words(list(by_id())) == list(dict.fromkeys(words(list(by_id()))))


def test_settings_that_a_claim_needs_are_given() -> None:
    """The default where it is among them, so that the run is shared; else the first."""
    assert words(["async.overlaps-io", "async.db-file-net"]) == ["io", "io --target each"]
    claim = by_id()["gil.one-at-a-time"][0]
    with_default, without = (
        line_of(_only(claim, {"workload": choices}))
        for choices in (["loop", "primes"], ["loop", "hash"])
    )
    assert with_default == Line("gil")
    assert without == Line("gil", {"workload": "loop"})
    assert without is not None and without.typed == "concdemo gil --workload loop"


def _only(claim: Claim, only: dict[str, list[str]]) -> Claim:
    """The claim, tested in runs with these settings."""
    return msgspec.structs.replace(claim, only=only)


@pytest.mark.parametrize("claim", [one for one in claims() if one.rule], ids=lambda one: one.id)
def test_the_run_of_a_claim_can_be_asked_for(claim: Claim) -> None:
    """It is an experiment with these options, and may be given what the claim says it takes."""
    line = line_of(claim)
    assert line is not None and line.experiment in EXPERIMENTS
    options = {option.name: option for option in find(line.experiment).options}
    assert all(value in options[name].choices for name, value in line.options.items())
    assert set(line.takes) <= options.keys()


def test_each_claim_gets_its_run_s_verdict(unbuilt: str) -> None:
    """With the place of the report among those that were made."""
    gil, io = with_verdicts(gil_report()), with_verdicts(io_report())
    done = [Done(Line("convoy"), why=WHY), Done(Line("gil"), gil), Done(Line("io"), io)]
    found = entries(["gil.convoy", "gil.one-at-a-time", "async.needs-threads", unbuilt], done)
    assert [(one.claim, one.verdict, one.report) for one in found] == [
        ("gil.convoy", "untested", None),
        ("gil.one-at-a-time", "supported", 0),
        ("async.needs-threads", "refuted", 1),
        (unbuilt, "untested", None),
    ]
    assert found[0].because.en == "httpx is not installed. Run: concdemo convoy"
    assert found[1].because == gil.verdicts[0].because
    assert "no experiment" in found[3].because.en


def test_opinions_say_why_they_are_not_tested() -> None:
    """And are never untested."""
    (found,) = entries(["opinion.packages"], [])
    assert found.verdict == "untestable" and found.because == by_id()[found.claim][0].untestable


def test_a_run_that_was_not_made_leaves_its_claims_untested() -> None:
    """With the line to make it."""
    (found,) = entries(["gil.one-at-a-time"], [])
    assert found.verdict == "untested" and "concdemo gil" in found.because.ko


def test_what_another_run_decided_otherwise_is_told_beside_it() -> None:
    """The claim's own rule has the verdict; what agrees or decides nothing isn't repeated."""

    def saying(verdict: str) -> Report:
        said = Verdict("gil.one-at-a-time", WHY, verdict, WHY)  # type: ignore[arg-type]
        return replace(with_verdicts(io_report()), verdicts=[said])

    own = Done(Line("gil"), with_verdicts(gil_report()))
    for verdict, told in (("refuted", True), ("supported", False), ("inconclusive", False)):
        other = Done(Line("io", {"target": "file"}), saying(verdict))
        (found,) = entries(["gil.one-at-a-time"], [own, other])
        assert found.verdict == "supported"
        assert ("But concdemo io --target file says" in found.because.en) is told
