"""Command lines that can't be meant: each is answered by one line that helps, and starts nothing.

Most are run in this process, for speed; a handful as a user would, to see that it is the same.
"""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from helpers import PROGRAM, environment, in_its_language, one_line, run, workplace

from concdemo import host
from concdemo.cli.main import main

LOCALES = {"en": "C.UTF-8", "ko": "ko_KR.UTF-8"}
NOBODY = 65_534

# What is typed, and what the answer must name, in whichever language.
BAD_LINES = r"""
nonsense                                    | nonsense
GIL                                         | GIL
''                                          | concdemo --help
verify-nothing --mode threads               | verify-nothing
--nonsense                                  | --nonsense
--nonsense gil                              | --nonsense
-x                                          | -x
gil -x                                      | -x
gil --nonsense                              | --nonsense
gil --moed threads                          | --mode
gil nonsense                                | nonsense
gil io                                      | concdemo gil --help
gil serial threads                          | serial threads
gil -- threads                              | threads
gil --mode                                  | --mode
gil --mode nonsense                         | uvloop
gil --mode ''                               | --mode
gil --mode ,                                | --mode
gil --mode threads,                         | --mode
gil --mode threads,nonsense                 | nonsense
gil --mode threads --mode nonsense          | nonsense
gil --mode 'thr eads'                       | processes
gil --workers                               | --workers
gil --workers 0                             | 256
gil --workers -1                            | -1
gil --workers 1000000000                    | 1000000000
gil --workers two                           | two
gil --workers 1.5                           | 1.5
gil --workers 1e3                           | 1e3
gil --workers 0x10                          | 0x10
gil --workers ''                            | --workers
gil --workers ' '                           | --workers
gil --workers ٣                             | ٣
gil --workers ３                            | ３
gil --workers ½                             | ½
gil --workers nan                           | nan
gil --workers 2 --workers 0                 | --workers
gil --workers 99999999999999999999999999999999999999999999999999999999999999 | --workers
gil --tasks 0                               | --tasks
gil --tasks 10001                           | 10,000
gil --tasks many                            | many
gil --size 0                                | 1,000,000,000
gil --size -3                               | --size
gil --size 1000000001                       | --size
gil --rounds 0                              | --rounds
gil --rounds 1001                           | 1,000
gil --rounds 1.0                            | 1.0
gil --budget 0                              | --budget
gil --budget -1                             | --budget
gil --budget nan                            | nan
gil --budget inf                            | inf
gil --budget 1e309                          | 1e309
gil --budget soon                           | soon
gil --budget 3601                           | 3,600
gil --seed -1                               | --seed
gil --seed x                                | --seed
gil --workload nonsense                     | primes
gil --workload ''                           | --workload
gil --workload primes,fib                   | primes,fib
gil --start-method nonsense                 | forkserver
gil --start-method ''                       | --start-method
gil --lang                                  | --lang
gil --lang fr                               | fr
gil --lang ''                               | --lang
--lang fr gil                               | fr
--lang=fr                                   | fr
--version=3                                 | --version
--help=yes                                  | --help
gil --help=yes                              | --help
gil --no-rails=1                            | --no-rails
gil --url http://localhost/                 | --url
gil --requests 5                            | --requests
gil --json                                  | --json
gil --json ''                               | --json
gil --json {place}                          | {place}
gil --json {place}/missing/report.json      | {place}/missing/report.json
gil --json {place}/file/report.json         | {place}/file/report.json
gil --json {place}/circle                   | {place}/circle
gil --json {long}                           | aaaa
gil --json {place}/a.json --csv {place}/a.json | --csv
gil --json - --trace -                      | --trace
io --target nonsense                        | sleep
io --target ''                              | --target
io --target http,sleep                      | http,sleep
io --client nonsense                        | httpx-shared
io --client curl                            | curl
io --requests 0                             | --requests
io --requests 20001                         | 20,000
io --requests -3                            | -3
io --delay -1                               | --delay
io --delay nan                              | nan
io --delay inf                              | inf
io --delay 60001                            | 60,000
io --delay 50ms                             | 50ms
io --concurrency 0                          | --concurrency
io --concurrency 10001                      | 10,000
io --concurrency all                        | all
io --workers 0                              | --workers
io --workers 257 --mode processes           | 256
io --size 0                                 | --size
io --size 100000001                         | 100,000,000
io --workload primes                        | sleep
io --target url                             | --url
io --url http://localhost/                  | --target url
io --target sleep --url http://localhost/   | --target url
io --target url --url ''                    | --url
io --target url --url localhost             | localhost
io --target url --url ftp://localhost/      | ftp://localhost/
io --target url --url http://               | https://
io --target url --url http:///path          | http:///path
io --target url --url http://localhost:0/   | http://localhost:0/
io --target url --url http://localhost:99999/ | 99999
io --target url --url http://localhost:port/ | port
io --target url --url 'http://local host/'  | local host
io --target url --url 'http://[::1/'        | [::1
io --target url --url 'javascript:alert(1)' | javascript
io --target url --url http://localhost/ --client raw | --target http
io --target sleep --client raw              | --client raw
io --target file --client raw               | --client raw
io --dsn host=localhost                     | --target postgres
io --target sqlite --dsn host=localhost     | --dsn
io --target postgres                        | --dsn postgresql://
io --target postgres --dsn ''               | --dsn
io --target postgres --dsn                  | --dsn
io --target postgres --dsn nonsense         | postgresql://user@host
io --target postgres --dsn a://b:c@d        | %40
io --target postgres --dsn x --client raw   | --client raw
io --target postgres --dsn x --url http://x | --url
io --target postgres --dsn x --size 5       | --query point
io --target sqlite --query nonsense         | point
io --query wait                             | --target sqlite
io --target file --query point              | --target sqlite
io --target each --mode threads             | --mode
io --target each --client raw               | --client raw
io --target each --workers 2                | --workers
io --target each --size 10                  | --size
io --target each --query wait               | --query
io --target each --requests 201             | 200
block --loop nonsense                       | trio
block --loop ""                             | --loop
block --loop asyncio,trio                   | asyncio,trio
block --duration 49                         | 5,000
block --duration 5001                       | --duration
block --for 0                               | --duration
block --for nan                             | nan
block --for soon                            | soon
block --beat 1                              | 500
block --beat 501                            | --beat
block --beat 20.1                           | --duration 200
block --for 50                              | --duration 50
block --short-interval 0.01                 | 0.05
block --short-interval 5                    | 2.5
block --mode threads                        | --mode
convoy --threads 3                          | --threads
convoy --threads 0                          | --threads
convoy --threads 1,                         | --threads
convoy --interval 1                         | 0.05
convoy --interval 5,none                    | none
convoy --interval ""                        | --interval
convoy --pings 9                            | --pings
convoy --pings 1001                         | 1,000
convoy --pings some                         | some
convoy --mode threads                       | --mode
uvloop --measure nonsense                   | protocol-100k
uvloop --measure ''                         | --measure
uvloop --measure tasks,                     | --measure
uvloop --connections 0                      | --connections
uvloop --connections 501                    | 500
uvloop --connections 2.5                    | 2.5
uvloop --box 4                              | 10,000
uvloop --box 10001                          | --box
uvloop --box nan                            | nan
uvloop --mode uvloop                        | --mode
slow --measure nonsense                     | decorators
slow --measure ''                           | --measure
slow --measure calls,                       | --measure
slow --box 0                                | 10,000
slow --box nan                              | nan
slow --explain=yes                          | --explain
slow --mode serial                          | --mode
race --workers 1                            | 16
race --workers 17                           | --workers
race --size 0                               | 10,000,000
race --size 10000001                        | --size
race --switch-interval 0                    | --switch-interval
race --switch-interval nan                  | nan
race --start-method nonsense                | forkserver
race --mode threads                         | --mode
scale --kind nonsense                       | processes
scale --kind ''                             | --kind
scale --mode threads                        | --mode
scale --hold 0                              | --hold
scale --hold 60001                          | 60,000
scale --hold soon                           | soon
scale --most-coroutines 9                   | 1,000,000
scale --most-coroutines 1000001             | 1000001
scale --most-threads 0                      | --most-threads
scale --most-threads 30001                  | 30,000
scale --most-processes 1                    | --most-processes
scale --most-processes 257                  | 256
scale --most-sockets many                   | many
order --delay 0                             | --delay
order --delay 1001                          | 1,000
order --delay soon                          | soon
order --node ''                             | --node
order --node {place}/missing                | {place}/missing
order --node {place}/file                   | {place}/file
order --mode async                          | --mode
web order --stack nonsense                  | starlette/granian
web order --stack ''                        | --stack
web order --stack flask,                    | --stack
web order --endpoint nonsense               | items
web order --connections 0                   | --connections
web order --connections 1001                | 1,000
web order --wait 0                          | 2,000
web order --wait 2.5                        | 2.5
web order --window 19                       | 10,000
web order --window nan                      | nan
web order --mode threads                    | --mode
web servers --server nonsense               | hypercorn
web servers --connections many              | many
web servers --window 10001                  | --window
web servers --stack asgi                    | --stack
web uvicorn --app nonsense                  | fastapi
web uvicorn --app ''                        | --app
web uvicorn --connections -1                | --connections
web uvicorn --window 0                      | --window
web wait --stack nonsense                   | django-async/uvicorn
web wait --waits 0                          | 200
web wait --waits 7,20                       | 100
web wait --connections 3                    | 80
web wait --connections ''                   | --connections
web wait --rounds 0                         | --rounds
web workers --stack nonsense                | fastapi/gunicorn
web workers --steps 999                     | 10,000,000
web workers --connections 1                 | 200
web workers --window 19                     | 10,000
web workers --wait 5                        | --wait
web --part nonsense                         | victim
web --part wait --stack fastapi             | --stack
web --all --stack fastapi                   | --all
web --stack nonsense                        | fastapi/uvicorn
web --endpoint nonsense                     | items
web --open 0                                | --open
web --connections 1001                      | 1,000
web --window 19                             | 10,000
web --wait 2001                             | 2,000
web --rounds 1 cost                         | web cost
web nonsense                                | nonsense
web cost --part nonsense                    | validation
web cost --part ''                          | --part
web cost --box 0                            | 1,000
web cost --box 1001                         | 1,000
web cost --stack fastapi                    | --stack
web features --feature nonsense             | graphql
web features --feature ''                   | --feature
web features --feature docs,                | --feature
web features --dsn ''                       | --dsn
web features --feature docs --dsn postgresql://h/d | --dsn
web features --connections 5                | --connections
web flow --part frameworks                  | --part
web flow async                              | async
web victim --culprit nonsense               | def/blocking
web victim --culprit ''                     | --culprit
web victim --stack nonsense                 | node/node
web victim --stack flask --culprit def/cpu  | blocking, wait, cpu
web victim --wait 0                         | 1,000
web victim --wait 100 --window 299          | 300
web victim --steps 0                        | --steps
web victim --connections 1001               | 1,000
web victim --endpoint json                  | --endpoint
web inflight --requests 1                   | 500
web inflight --requests 501                 | --requests
web inflight --wait 9                       | 1,000
web inflight --stack go                     | fastapi-def/uvicorn
web inflight --window 100                   | --window
web socket --poll 9                         | 1,000
web socket --poll soon                      | soon
web socket --events 1                       | --events
web socket --pause nan                      | nan
web socket --messages 0                     | 10,000
web socket --hold 7                         | --hold
web socket --stack fastapi                  | --stack
claims nonsense                             | concdemo claims
claims gil.one-at-a-tim                     | gil.one-at-a-time
claims gil ''                               | concdemo claims
claims GIL                                  | GIL
claims --json                               | --json
claims --json ''                            | --json
claims --json {place}                       | {place}
claims --html x                             | --html
claims --mode threads                       | --mode
verify                                      | --all
verify ''                                   | concdemo claims
verify nonsense                             | nonsense
verify nonsense --all                       | nonsense
verify gil.one-at-a-tim                     | gil.one-at-a-time
verify gil --rounds 0                       | --rounds
verify gil --budget soon                    | soon
verify gil --seed -1                        | --seed
verify gil --dsn ''                         | --dsn
verify gil --dsn postgresql://localhost/    | async.db-file-net
verify async --dsn localhost                | --dsn
verify gil --expect-file {place}/bytes      | UTF-8
verify gil --mode threads                   | --mode
verify gil --expect                         | --expect
verify gil --expect gil.convoy              | ID=VERDICT
verify gil --expect ''                      | ID=VERDICT
verify gil --expect gil=supported           | 'gil'
verify --expect gil.convoy=right            | inconclusive
verify --expect gil.convoi=supported        | gil.convoy
verify --expect gil.convoy=refuted --expect gil.convoy=depends | gil.convoy
verify gil --expect-file {place}/missing    | {place}/missing
verify gil --expect-file {place}            | {place}
verify gil --expect-file {place}/file       | {place}/file
verify gil --json {place}                   | {place}
verify gil --json - --markdown -            | --markdown
verify gil --expect-file {place}/expected --html {place}/expected | --html
doctor nonsense                             | nonsense
doctor --mode threads                       | --mode
lesson nonsense                             | concdemo lesson --help
lesson --nonsense                           | --nonsense
lesson list tiny                            | tiny
lesson list --auto                          | --auto
lesson check                                | FILE
lesson check ''                             | FILE
lesson check {place}                        | {place}
lesson check {place}/missing.toml           | {place}/missing.toml
lesson check {place}/circle                 | {place}/circle
lesson check {place}/file more              | more
lesson new                                  | FILE
lesson new {place}/file                     | {place}/file
lesson new {place}/missing/x.toml           | {place}/missing/x.toml
lesson new {long}                           | aaaa
lesson run                                  | NAME
lesson run nonsense                         | gil
lesson run {place}/missing.toml             | {place}/missing.toml
lesson run {place}                          | {place}
lesson run gil --nonsense                   | --nonsense
lesson run gil --from                       | --from
lesson run gil --auto --from ''             | --from
lesson run gil --auto --from nowhere        | nowhere
lesson run gil --auto --save {place}/file   | {place}/file
lesson run gil --auto --save a --replay b   | --replay
lesson run gil --auto --replay {place}      | {place}/run-
lesson run gil --auto --handout {place}     | {place}
lesson run gil                              | --auto
report                                      | FILE
report ''                                   | FILE
report --nonsense                           | --nonsense
report {place}/missing.json                 | {place}/missing.json
report {place}                              | {place}
report {place}/file                         | {place}/file
report {place}/missing.json --json          | --json
""".strip().splitlines()


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder with a file and a link that leads to itself."""
    with workplace() as folder:
        (folder / "file").write_text("not a report", encoding="utf-8")
        (folder / "circle").symlink_to("circle")
        (folder / "bytes").write_bytes(b"\xff\xfe\x00")
        (folder / "expected").write_text("gil.convoy = supported", encoding="utf-8")
        yield folder


@pytest.fixture(params=LOCALES)
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each language, as the locale gives it."""
    monkeypatch.setenv("LC_ALL", LOCALES[request.param])
    return str(request.param)


def filled(words: str, place: Path) -> str:
    """The words with the places in them."""
    return words.strip().replace("{place}", str(place)).replace("{long}", "a" * 300)


def answered(words: list[str], language: str, capsys: pytest.CaptureFixture[str]) -> str:
    """The one line that these words are answered with, without any process being started."""
    with mock.patch.object(subprocess, "Popen", side_effect=AssertionError("started")):
        status = main(words)
    out, err = capsys.readouterr()
    assert (status, out) == (2, "")
    line = one_line(err)
    assert in_its_language(line, language), line
    assert "foresee" not in line and "예상하지 못한" not in line
    return line


def test_there_are_enough() -> None:
    """The table holds many more than forty different lines."""
    assert len({row.split("|")[0].strip() for row in BAD_LINES}) == len(BAD_LINES) > 100


@pytest.mark.parametrize("row", BAD_LINES, ids=lambda row: row.split("|")[0].strip())
def test_a_bad_line_is_answered_in_one_line(
    row: str, language: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 2, nothing on standard output, and one line that names what was wrong."""
    typed, _, named = row.rpartition("|")
    line = answered(shlex.split(filled(typed, place)), language, capsys)
    assert filled(named, place) in line


@pytest.mark.parametrize(
    "typed", ["--lang ko gil --size 0", "gil --size 0 --lang=ko", "gil x --lang KO"]
)
def test_the_language_may_stand_anywhere(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    """--lang before or after the subcommand decides in which language a fault is told."""
    answered(typed.split(), "ko", capsys)


def test_lang_wins_over_the_locale(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a Korean locale --lang en speaks English."""
    monkeypatch.setenv("LC_ALL", LOCALES["ko"])
    answered(["gil", "--lang", "en", "--size", "0"], "en", capsys)


@pytest.mark.parametrize(
    "typed", ["gil \x1b[31mred", "nonsense\x1b]0;title\x07", "report a\x1b[2J"]
)
def test_what_was_typed_does_not_steer_the_terminal(
    typed: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Escape sequences in the words are not repeated as such."""
    line = answered(typed.split(" "), language, capsys)
    assert line.isprintable()


@pytest.mark.parametrize("target", ["http", "url --url http://127.0.0.1:9/"])
def test_more_connections_than_descriptors(
    target: str, language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """More lanes than the machine allows files: the answer says how many would do."""
    monkeypatch.setattr(host, "descriptor_limit", lambda: 400)
    words = f"io --requests 500 --concurrency 350 --target {target}"
    line = answered(words.split(), language, capsys)
    assert "350" in line and "400" in line and "--concurrency" in line and "ulimit -n" in line


def test_a_place_that_may_not_be_written(
    language: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder where this user may not make files is refused before anything is measured."""
    main(["gil", "--json", str(place)])  # all that is imported is imported now
    capsys.readouterr()
    place.chmod(0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        line = answered(["gil", "--json", str(place / "report.json")], language, capsys)
    finally:
        if root:
            os.seteuid(0)
    assert "report.json" in line


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has /proc")
def test_a_place_that_only_looks_writable(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that says it may be written, and can't be, is found out beforehand too."""
    answered(["gil", "--json", "/proc/report.json"], language, capsys)


# ── as a user runs it ────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("nonsense", "en"),
        ("gil --workers 1000000000", "ko"),
        ("gil --mode", "en"),
        ("io --target url", "ko"),
        ("report missing.json", "en"),
        ("gil --json missing/report.json", "ko"),
    ],
)
def test_the_same_from_a_shell(typed: str, language: str, place: Path) -> None:
    """A process of its own answers as this one does, and leaves nothing behind."""
    before = sorted(os.listdir(place))
    ended = run(*typed.split(), folder=place, changes={"LC_ALL": LOCALES[language]})
    assert (ended.status, ended.out) == (2, "")
    assert in_its_language(one_line(ended.err), language)
    assert sorted(os.listdir(place)) == before


def test_words_that_are_not_text(place: Path) -> None:
    """Bytes that are no UTF-8 are answered like any other word."""
    ended = subprocess.run(
        [*PROGRAM, b"gil", b"--mode", b"\xff\xfe"],
        env=environment(place),
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 2 and ended.stdout == b""
    assert one_line(ended.stderr.decode("utf-8"))


@pytest.mark.parametrize("language", LOCALES)
def test_no_descriptors_to_spare(language: str, place: Path) -> None:
    """Under a real limit on open files the lanes are refused before anything starts."""
    words = f"{shlex.join(PROGRAM)} io --requests 200 --concurrency 200 --lang {language}"
    ended = subprocess.run(
        ["sh", "-c", f"ulimit -n 200; exec {words}"],
        env=environment(place),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert in_its_language(one_line(ended.stderr), language)


@pytest.mark.parametrize(
    ("name", "words", "language"),
    [
        ("msgspec", ["gil", "--rounds", "1"], "en"),
        ("psutil", ["gil", "--rounds", "1", "--size", "10", "--mode", "serial"], "ko"),
        ("rich.console", ["doctor"], "en"),
        ("typer", ["--help"], "en"),
        ("typer", ["--help"], "ko"),
    ],
)
def test_a_package_that_is_missing(name: str, words: list[str], language: str, place: Path) -> None:
    """A package that can't be imported is named, with the mend, and exit status 1."""
    code = (
        f"import sys; sys.modules[{name!r}] = None\n"
        f"from concdemo.cli.main import main; sys.exit(main({[*words, '--lang', language]!r}))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(place),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    line = one_line(ended.stderr)
    assert in_its_language(line, language) and name in line and "pip install" in line
    assert not list(place.glob("concdemo-*"))
