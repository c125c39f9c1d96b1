"""Keepers: what they say of servers that don't come up, and of those that do.

Everything here is a real process; each fault is a server of the tests' own that has it.
"""

import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers import HANGUL, alive, eventually, refused, workplace
from keepers import Keepers, keepers
from stack_rows import TABLE

from concdemo.errors import ArmFault
from concdemo.net.cores import apart
from concdemo.stacks.readiness import ask

pytestmark = pytest.mark.skipif(os.name != "posix", reason="process groups of POSIX")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder for a run's temporary files."""
    with workplace() as place:
        yield place


@pytest.fixture
def kept(folder: Path) -> Iterator[Keepers]:
    """Keepers that end with the test."""
    with keepers(folder) as started:
        yield started


ENDED = ["the server ended before it answered"]
FAULTS: dict[str, tuple[dict[str, Any], list[str], list[str]]] = {
    # how it behaves: what is asked of its keeper, what is said of it, and in Korean
    "ending": (
        {},
        [*ENDED, "exit status 3", "loading the app | no such table: users"],
        ["종료 코드 3", "loading the app | no such table: users"],
    ),
    "wordless": ({}, [*ENDED, "exit status 0", "it wrote nothing"], ["남긴 로그가 없습니다"]),
    "killed": ({}, [*ENDED, "killed by SIGKILL"], ["SIGKILL 신호로 종료"]),
    "silent": (
        {"patience": 0.5},
        ["no answer within 0.5 s", "I listen but do not answer"],
        ["0.5초 안에 응답하지 않았습니다"],
    ),
    "wrong": ({}, ["answered wrongly: /json gave 200", "bye"], ["서버의 응답이 틀렸습니다"]),
    "refusing": ({}, ["answered wrongly", "404", "no such page"], ["404"]),
    "garbage": ({}, ["answered wrongly", "SSH-2.0-tiny"], ["SSH-2.0-tiny"]),
    "never": ({}, ["could not be started", "Address already in use"], ["시작하지 못했습니다"]),
    "absent": ({}, ["could not be started", "program"], ["시작하지 못했습니다"]),
    "missing": ({}, ["no_such_library", "pip install"], ["no_such_library", "pip install"]),
    "unknown": ({}, ["could not be started: KeyError", "tiny/unknown"], ["시작하지 못했습니다"]),
}


@pytest.mark.parametrize("how", FAULTS)
def test_a_server_that_cannot_be_had_is_told_with_its_reason(kept: Keepers, how: str) -> None:
    """In both languages; nothing of it is left, and its keeper stays: the run can go on."""
    asked, english, korean = FAULTS[how]
    said = kept.tiny(how, **asked)
    assert said["unavailable"] is (how == "missing")
    with pytest.raises(ArmFault) as raised:
        kept.place(f"tiny/{how}")
    fault = raised.value
    assert fault.unavailable is (how == "missing")
    assert all(words in fault.text.en for words in english), fault.text.en
    assert all(words in fault.text.ko for words in korean), fault.text.ko
    assert HANGUL.search(fault.text.ko) and "\n" not in fault.text.en + fault.text.ko
    assert [one.pid for one in kept.members()] == [kept.children[f"tiny/{how}"].pid]


@pytest.mark.parametrize("server", ["uvicorn", "gunicorn"])
def test_an_app_with_a_syntax_error_is_told_by_its_last_lines(
    folder: Path, kept: Keepers, server: str
) -> None:
    """Python's own words, from the server's log."""
    (folder / "misspelt.py").write_text("def app(:\n", encoding="utf-8")
    said = kept.start(f"misspelt/{server}", table=TABLE)
    assert "invalid syntax" in said["fault"]["en"] and "invalid syntax" in said["fault"]["ko"]
    assert len(kept.members()) == 1


def test_a_server_that_answers_is_where_it_says(kept: Keepers) -> None:
    """Its facts are enough to find it, and it is one of the keeper's group."""
    said = kept.tiny("well")
    assert said["startup_ns"] > 0 and said["versions"] == {}
    place = kept.place("tiny/well")
    assert (place.host, place.port) == (said["host"], said["port"])
    assert ask(place.host, place.port, "/json", 10).status == 200
    assert place.stack.name == "tiny/well" and place.pids() == [said["tree"]]
    assert os.getpgid(said["tree"]) == kept.children["tiny/well"].pid


@pytest.mark.parametrize("pinned", [True, False])
def test_a_server_is_kept_to_a_core_if_that_is_asked(kept: Keepers, pinned: bool) -> None:
    """With its keeper, away from the load generator."""
    if (cores := apart()) is None:
        pytest.skip("there is only one core to be kept to")
    said = kept.tiny("well", pinned=pinned)
    where = os.sched_getaffinity(said["tree"])
    assert where == ({cores[0]} if pinned else os.sched_getaffinity(0))


def test_a_port_that_someone_has_is_left_to_them(kept: Keepers) -> None:
    """Another is taken."""
    with socket.create_server(("127.0.0.1", 0)) as theirs:
        taken = theirs.getsockname()[1]
        said = kept.tiny("well", port=taken)
        assert said["port"] != taken
        assert ask("127.0.0.1", said["port"], "/json", 10).status == 200


def test_a_port_that_is_free_can_be_chosen(kept: Keepers) -> None:
    """It is kept for the server until it is there."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        free = other.getsockname()[1]
    assert kept.tiny("well", port=free)["port"] == free


def test_a_server_that_finds_its_port_taken_gets_another(kept: Keepers) -> None:
    """Once: where a port can't be kept for it, someone may be quicker."""
    said = kept.tiny("late")
    assert ask("127.0.0.1", said["port"], "/json", 10).status == 200
    assert "Address already in use" in Path(said["log"]).read_text(encoding="utf-8")


def test_a_server_that_dies_is_told_to_who_asks_next(kept: Keepers) -> None:
    """Its last lines are the reason; what it had started ends, and the keeper stays."""
    said = kept.tiny("parent")
    place = kept.place("tiny/parent")
    below = [one for one in kept.members() if one.pid != kept.children["tiny/parent"].pid]
    assert len(below) == 3
    assert len(place.pids()) == 2  # the third is nobody's child
    Path(said["log"]).write_text("I had no memory left\n", encoding="utf-8")
    os.kill(said["tree"], 9)
    eventually(lambda: not any(alive(one) for one in below))
    # The keeper ends the others after it has left word of how the first one ended.
    for find in (place.pids, lambda: kept.place("tiny/parent")):
        with pytest.raises(ArmFault) as raised:
            find()
        assert "has ended (killed by SIGKILL): I had no memory left" in raised.value.text.en
        assert "끝나 버렸습니다(SIGKILL 신호로 종료): I had no memory left" in raised.value.text.ko
    Path(said["log"]).with_name("ended").unlink()
    with pytest.raises(ArmFault, match="has ended: I had no memory left"):
        place.pids()  # asked before the keeper has left word
    assert kept.children["tiny/parent"].alive
    assert refused(said["port"])


def test_everything_that_a_server_writes_is_in_the_run_s_folder(
    folder: Path, kept: Keepers
) -> None:
    """So that it goes with the run."""
    said = kept.tiny("well")
    assert Path(said["log"]).is_relative_to(folder)
    cwd = os.readlink(f"/proc/{said['tree']}/cwd") if os.path.exists("/proc/self") else said["log"]
    assert Path(cwd).is_relative_to(folder)


def test_what_is_told_is_json(kept: Keepers) -> None:
    """Facts travel to arms as JSON, so nothing may be lost on the way."""
    said = kept.tiny("well")
    assert json.loads(json.dumps(said)) == said
