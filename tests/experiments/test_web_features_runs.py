"""Features of web frameworks asked for for real, in short: what apps answered, and what is left."""

import importlib.util
from pathlib import Path

import clusters
import pytest
from feature_reports import USUAL
from helpers import nothing_left, run_here
from rich.cells import cell_len

from concdemo import schema
from concdemo.experiments.web import features
from concdemo.experiments.web.features import alone
from concdemo.experiments.web.features.pool import THREADS

WEB = ("fastapi", "uvicorn", "flask", "django", "strawberry", "a2wsgi")
missing = [name for name in WEB if importlib.util.find_spec(name) is None]
needs_web = pytest.mark.skipif(bool(missing), reason=f"not installed: {missing}")
needs_psycopg = pytest.mark.skipif(
    importlib.util.find_spec("psycopg") is None, reason="psycopg is not installed"
)
DATABASE = "web features --feature database --rounds 1 --json -"
TIMES = {"page-alone", "page-waiting", "page-computing", "held-waiting", "held-computing"}
VARIED = {
    *TIMES,
    "gave-up",
    "gave-up-mended",
    "stuck",
    "mended",
    "outside",
    "scripts-outside",
    "lines",
}
"""What is not the same on every machine and in every version."""

pytestmark = needs_web


def test_every_feature_is_asked_for(place: Path) -> None:
    """All apps answered as the made-up report has it, and tell it; nothing is left."""
    file = place / "report.json"
    words = f"web features --rounds 1 --lang ko --json {file}"
    ended = run_here(*words.split(), folder=place, changes={"COLUMNS": "80"})
    assert ended.status == 0, ended.err + ended.out
    assert "Traceback" not in ended.err
    report = schema.decode(file.read_bytes(), str(file))
    file.unlink()
    assert [arm.name for arm in report.arms] == [name for name in USUAL if name != "postgres"]
    for arm in report.arms:
        assert arm.status == "ok" and len(arm.samples) == 1, arm.reason
        metrics = arm.samples[0].metrics
        usual = {name: value for name, value in USUAL[arm.name].items() if name not in VARIED}
        assert {name: metrics[name] for name in usual} == usual
        assert metrics.keys() - {"asked", "worked"} == USUAL[arm.name].keys()
        assert arm.steps and all(step.track.en and step.track.ko for step in arm.steps)
        assert set(arm.facts) & {"fastapi", "flask", "django"}
    pool = report.arm("pool")
    assert pool is not None and pool.samples[0].metrics["gave-up"] <= THREADS
    assert max(cell_len(line) for line in ended.out.splitlines()) <= 80
    assert "/graphql에 보낸 질의" in ended.out and "cheapcheapcheap" in ended.out
    assert "TypeError" in ended.out  # FastAPI as it is, on a WSGI server
    nothing_left(place, [])


@needs_psycopg
def test_the_same_endpoint_with_postgresql(place: Path, cluster: clusters.Cluster) -> None:
    """It is there, away and back, as SQLite is; nobody is told the password."""
    ended = run_here(
        *DATABASE.split(),
        "--dsn",
        f"{cluster.dsn}?application_name=open-sesame",
        folder=place,
    )
    assert ended.status == 0, ended.err
    assert "open-sesame" not in ended.out
    report = schema.decode(ended.out.encode(), "-")
    assert [arm.name for arm in report.arms] == ["database", "postgres"]
    for arm in report.arms:
        assert arm.status == "ok", arm.reason
        assert arm.samples[0].metrics.items() >= USUAL["postgres"].items()
    postgres = report.arm("postgres")
    assert postgres is not None and postgres.facts["PostgreSQL"]
    nothing_left(place, [])


@needs_psycopg
def test_a_server_that_is_not_there_costs_its_row_only(place: Path) -> None:
    """The other database's arm is measured, and the command says that something failed."""
    ended = run_here(
        *DATABASE.split(),
        "--dsn",
        "postgresql://kim:open-sesame@127.0.0.1:1/nothing",
        folder=place,
    )
    assert ended.status == 1, ended.err
    assert "open-sesame" not in ended.out + ended.err
    report = schema.decode(ended.out.encode(), "-")
    assert {arm.name: arm.status for arm in report.arms} == {
        "database": "ok",
        "postgres": "failed",
    }


def test_what_comes_with_fastapi_alone() -> None:
    """Guards and CORS do; what it is known not to require can't be imported beside it."""
    found = alone.look()
    parts = {name: part["missing"] for name, part in found["parts"].items()}
    assert (parts["oauth2"], parts["http"], parts["cors"]) == ("", "", "")
    required = alone.closure(["fastapi"])
    assert {"fastapi", "starlette", "pydantic"} <= required
    hidden = alone.others(required)
    assert "flask" in hidden and "starlette" not in hidden and "json" not in hidden
    assert (parts["form"] != "") is ("python-multipart" not in required)
    assert found["searched"] > 100


def test_rows_name_services_that_there_are() -> None:
    """Each arm's service is served, and each feature's arms have rows."""
    assert {row.service for row in features.ROWS.values()} == set(features.SERVED)
    assert {arm for arms in features.FEATURES.values() for arm in arms} == set(features.ROWS)
