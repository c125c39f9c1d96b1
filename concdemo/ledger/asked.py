"""What was asked of the ledger: claims by name or group, and expected verdicts.  Pure."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import get_args

from concdemo.errors import UsageFault
from concdemo.findings import Difference, Entry
from concdemo.ledger.book import GROUPS, by_id
from concdemo.model import Judgement
from concdemo.text import Text

NO_SUCH_CLAIM = Text("There is no claim {name!r}.", "{name!r}이라는 주장은 없습니다.")
NEAR = Text(" Did you mean {names}?", " 혹시 {names}?")
SEE_CLAIMS = Text(" All of them: concdemo claims", " 모두 보기: concdemo claims")
NO_SUCH_VERDICT = Text(
    "{given!r} is no verdict; choose from {verdicts}.",
    "{given!r}이라는 판정은 없습니다. 다음 가운데 고르세요: {verdicts}.",
)
NOT_AN_EXPECTATION = Text(
    "--expect takes ID=VERDICT, not {given!r}.",
    "--expect에는 ID=VERDICT를 적어야 하는데 {given!r}을(를) 받았습니다.",
)
TWICE = Text(
    "{name} is expected to be {first} and {second}; say one.",
    "{name}에 {first}와(과) {second}을(를) 함께 기대할 수는 없습니다. 하나만 적어 주세요.",
)
IN_LINE = Text("{path}, line {line}: {fault}", "{path} {line}번째 줄: {fault}")
JUDGEMENTS: tuple[Judgement, ...] = get_args(Judgement)

Expected = Mapping[str, Judgement]


def chosen(words: Sequence[str]) -> list[str]:
    """The claims that these words name, in the order of the book; a word is a claim or a group.

    Raises:
        UsageFault: a word is neither.
    """
    groups = {rules[0].group for rules in by_id().values()}
    for word in words:
        if word not in groups:
            known(word)
    return [name for name, rules in by_id().items() if {name, rules[0].group} & set(words)]


def known(name: str) -> str:
    """The claim of that name.

    Raises:
        UsageFault: there is none; the fault names those that are written nearly so.
    """
    if name in by_id():
        return name
    near = get_close_matches(name, [*by_id(), *GROUPS], n=3, cutoff=0.6)
    hint = NEAR.fill(names=", ".join(near)) if near else SEE_CLAIMS
    raise UsageFault(Text.join([NO_SUCH_CLAIM.fill(name=name), hint], ""))


def expectations(words: Iterable[str]) -> Expected:
    """Verdicts by claim, from words like ``gil.one-at-a-time=supported``.

    Raises:
        UsageFault: a word is not so, or names a claim or a verdict that isn't there.
    """
    found: dict[str, Judgement] = {}
    for word in words:
        _add(word, found)
    return found


def expectations_of_file(text: str, path: str) -> Expected:
    """The same from a file's lines; what follows a ``#`` is not read.

    Raises:
        UsageFault: a line is not right; the fault names its number.
    """
    found: dict[str, Judgement] = {}
    for number, line in enumerate(text.splitlines(), 1):
        said = line.partition("#")[0].strip()
        if said:
            try:
                _add(said, found)
            except UsageFault as fault:
                told = IN_LINE.fill(path=path, line=number, fault=fault.text)
                raise UsageFault(told) from None
    return found


def together(first: Expected, second: Expected) -> Expected:
    """Both, where they don't contradict each other.

    Raises:
        UsageFault: a claim is expected to be two things.
    """
    both = dict(first)
    for name, verdict in second.items():
        _expect(name, verdict, both)
    return both


def _add(word: str, found: dict[str, Judgement]) -> None:
    name, sign, said = (part.strip() for part in word.partition("="))
    if not (name and sign and said):
        raise UsageFault(NOT_AN_EXPECTATION.fill(given=word))
    verdict = next((one for one in JUDGEMENTS if one == said.lower()), None)
    if verdict is None:
        raise UsageFault(NO_SUCH_VERDICT.fill(given=said, verdicts=", ".join(JUDGEMENTS)))
    _expect(known(name), verdict, found)


def _expect(name: str, verdict: Judgement, found: dict[str, Judgement]) -> None:
    if found.setdefault(name, verdict) != verdict:
        raise UsageFault(TWICE.fill(name=name, first=found[name], second=verdict))


def differences(entries: Sequence[Entry], expected: Expected) -> list[Difference]:
    """Where a verdict is not the expected one."""
    return [
        Difference(entry.claim, expected[entry.claim], entry.verdict)
        for entry in entries
        if expected.get(entry.claim, entry.verdict) != entry.verdict
    ]
