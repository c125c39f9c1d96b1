"""What all tests share: properties are not timed, and what they start ends with them."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import clusters
import ledgers
import pytest
from helpers import workplace
from hypothesis import HealthCheck, settings
from watching import Watched, Watching

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where verdicts are kept meanwhile: never in the user's own folder, in children neither."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("state")
        patch.setenv("CONCDEMO_STATE", str(folder))
        yield folder


@pytest.fixture(autouse=True)
def _on_all_cores() -> Iterator[None]:
    """An arm that is opened in the tests' own process keeps to one core; others must not."""
    if not hasattr(os, "sched_getaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    yield
    os.sched_setaffinity(0, before)


@pytest.fixture
def unbuilt() -> Iterator[str]:
    """The name of a claim that no experiment tests."""
    with ledgers.one_unbuilt():
        yield ledgers.UNBUILT


@pytest.fixture(scope="session", autouse=True)
def interruptible() -> Iterator[None]:
    """Ctrl-C is heard by what the tests start, also where they run in a shell's background."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    if before is signal.SIG_IGN:
        signal.signal(signal.SIGINT, before)


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder for a run's temporary files, and for what it writes."""
    with workplace() as folder:
        yield folder


@pytest.fixture
def watched(place: Path) -> Iterator[Watching]:
    """Starts runs that are watched."""
    runs: list[Watched] = []

    def begin(words: str, code: str = "") -> Watched:
        runs.append(Watched(place, words, code))
        return runs[-1]

    yield begin
    for one in runs:
        one.close()


@pytest.fixture(scope="session")
def cluster_files() -> Iterator[Path]:
    """A PostgreSQL's files, for servers to begin with a copy of them."""
    if (why := clusters.why_not()) is not None:
        pytest.skip(why)
    with clusters.files() as folder:
        yield folder


@pytest.fixture(scope="session")
def cluster(cluster_files: Path) -> Iterator[clusters.Cluster]:
    """A PostgreSQL of the tests' own, for all of them: leave it as it is."""
    with clusters.cluster(cluster_files) as running:
        yield running


@pytest.fixture(scope="session")
def postgres(cluster: clusters.Cluster) -> str:
    """Where that PostgreSQL is, as a DSN that needs no password."""
    return cluster.dsn
