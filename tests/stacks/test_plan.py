"""Which services stacks need, and what is said where something isn't installed."""

import importlib.util
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from helpers import HANGUL, ROOT
from stack_rows import ROWS, TABLE

from concdemo.stacks import runtimes
from concdemo.stacks.plan import KEEPER, find, lacking, service_for, services_for, versions
from concdemo.stacks.table import STACKS


def test_a_service_is_named_by_its_stack() -> None:
    """What isn't asked for isn't in its parameters."""
    service = service_for("flask/gthread")
    assert service.name == "stack:flask/gthread" and service.entry == KEEPER
    assert service.parameters == {"stack": "flask/gthread", "pinned": True}


def test_a_service_may_have_another_key_and_other_sizes() -> None:
    """So that one stack can run twice."""
    service = service_for("flask/gthread", key="two", workers=2, threads=8, pinned=False)
    assert service.name == "stack:two"
    assert service.parameters == {
        "stack": "flask/gthread",
        "pinned": False,
        "workers": 2,
        "threads": 8,
    }


def test_services_are_in_order_and_once() -> None:
    """Several arms may share a server."""
    names = ["go/go", "flask/gunicorn", "go/go"]
    assert [one.name for one in services_for(names)] == ["stack:go/go", "stack:flask/gunicorn"]


def test_a_table_of_ones_own_is_found_by_module_or_file() -> None:
    """The usual table is found both ways as well."""
    assert find("tiny/well", TABLE).server == "well"
    assert find("go/go", "concdemo.stacks.table:STACKS") is STACKS["go/go"]
    assert service_for("tiny/well", table=TABLE).parameters["table"] == TABLE
    with pytest.raises(KeyError):
        service_for("tiny/well")


@pytest.mark.parametrize(
    ("name", "sizes"), [("tornado/tornado", {"workers": 2}), ("flask/gunicorn", {"threads": 2})]
)
def test_a_size_that_a_server_has_not_is_refused(name: str, sizes: dict[str, int]) -> None:
    """When the run is planned, not when it runs."""
    with pytest.raises(ValueError, match=name):
        service_for(name, **sizes)


def test_missing_libraries_are_named_with_the_mend() -> None:
    """Those that are there are not named."""
    words = lacking(ROWS["tiny/missing"])
    assert words is not None
    for said in (words.en, words.ko):
        assert "no_such_library" in said and "sys" not in said and "concdemo[web]" in said
    assert HANGUL.search(words.ko)


def test_what_there_is_not_for_windows_has_no_mend_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra leaves it out, so installing that again would change nothing."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(sys, "platform", "win32")
    words = lacking(STACKS["flask/gunicorn"])
    assert words is not None
    for said in (words.en, words.ko):
        assert "gunicorn" in said and "flask" not in said
        assert "Windows" in said and "pip install" not in said
    words = lacking(STACKS["flask/waitress"])
    assert words is not None and "flask, waitress: pip install 'concdemo[web]'" in words.en


@pytest.mark.parametrize("runtime", ["node", "go"])
def test_a_missing_runtime_is_named(runtime: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither on the PATH nor, for Go, as a wheel."""
    look: Callable[..., Any] = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "go" else look(name)
    )
    monkeypatch.setenv("PATH", "/nowhere")
    words = lacking(STACKS[f"{runtime}/{runtime}"])
    assert words is not None and runtime in words.en.lower() and HANGUL.search(words.ko)
    assert versions(STACKS[f"{runtime}/{runtime}"]) == {}


def test_go_of_the_path_comes_before_the_wheel(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its version is what it says, if it says one."""
    place = tmp_path / "tree" / "bin"
    place.mkdir(parents=True)
    program = place / "go"
    program.write_text("#!/bin/sh\necho go1.2.3\n", encoding="ascii")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(place))
    assert runtimes.go() == str(program)
    assert runtimes.version("go") == "1.2.3"
    program.write_text("#!/bin/sh\necho something else\n", encoding="ascii")
    assert runtimes.version("go") is None
    program.write_text("#!/no/such/shell\n", encoding="ascii")
    assert runtimes.version("go") is None
    (place.parent / "VERSION").write_text("go9.8.7\ntime 2026\n", encoding="ascii")
    assert runtimes.version("go") == "9.8.7"  # without running it
    program.unlink()
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert runtimes.go() is None


def test_versions_are_those_that_are_installed() -> None:
    """By the names of modules; what isn't there has none."""
    row = replace(ROWS["tiny/missing"], modules=("pytest", "no_such_library"))
    assert versions(row) == {"pytest": pytest.__version__}


LOOK = """
import sys
from concdemo.stacks.plan import STACKS, lacking
frameworks = {name for row in STACKS.values() for name in row.modules}
assert all(lacking(row) is None or lacking(row).en for row in STACKS.values())
sys.exit(" ".join(frameworks & set(sys.modules)))
"""


def test_nothing_is_imported_when_it_is_looked_for() -> None:
    """Planning loads no framework and no server."""
    ended = subprocess.run(
        [sys.executable, "-P", "-c", LOOK], env={"PYTHONPATH": str(ROOT)}, capture_output=True
    )
    assert ended.stderr.strip() == b""
