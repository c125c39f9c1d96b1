"""``concdemo`` alone on a terminal: what one can ask, as questions; the chosen one is run."""

import sys
from collections.abc import Callable

from concdemo.experiments import EXPERIMENTS
from concdemo.text import Language, Text

WHAT = Text("What would you like to know?", "무엇이 궁금한가요?")
CHOOSE = Text(
    "A number, then Enter (Enter alone ends): ",
    "번호를 적고 Enter를 누르세요(그냥 Enter는 끝내기): ",
)
NOT_THERE = Text(
    "{given!r} is none of the numbers 1 to {most}.",
    "{given!r}은(는) 1부터 {most}까지의 번호가 아닙니다.",
)
SAME_AS = Text("The same by itself: concdemo {words}", "바로 실행하려면: concdemo {words}")
OTHERS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (
        Text(
            "What is said about Python concurrency, and what of it holds here?",
            "파이썬 동시성에 관한 주장에는 무엇이 있고, 여기서는 무엇이 맞았을까?",
        ),
        ("claims",),
    ),
    (
        Text("Which lessons are there for a class?", "수업에 쓸 수 있는 강의에는 무엇이 있을까?"),
        ("lesson", "list"),
    ),
    (Text("What can this machine show?", "이 컴퓨터로 무엇을 볼 수 있을까?"), ("doctor",)),
)


def questions() -> list[tuple[Text, tuple[str, ...]]]:
    """Everything that can be asked, closer questions aside, and the words that ask it."""
    asked = [(row.question, (name,)) for name, row in EXPERIMENTS.items() if " " not in name]
    return [*asked, *OTHERS]


def is_wanted() -> bool:
    """Whether somebody sits at a terminal, who can be asked."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def choose(language: Language, ask: Callable[[str], str] = input) -> tuple[str, ...] | None:
    """Ask what to run until it is one of the questions; None where nothing is wanted.

    Args:
        ask: shows a prompt and gives the line that was typed; raises EOFError at its end.
    """
    from concdemo.cli import output  # not above: a help text needs none of it

    asked = questions()
    lines = [f"{number:>3}  {text.into(language)}" for number, (text, _) in enumerate(asked, 1)]
    output.show("\n".join(["", WHAT.into(language), "", *lines, ""]), language)
    while True:
        try:
            given = ask(CHOOSE.into(language)).strip()
        except EOFError:
            output.show("", language)
            return None
        if given in ("", "q"):
            return None
        if given.isascii() and given.isdecimal() and 1 <= int(given) <= len(asked):
            words = asked[int(given) - 1][1]
            output.note(SAME_AS.fill(words=" ".join(words)).into(language))
            return words
        output.note(NOT_THERE.fill(given=given[:40], most=len(asked)).into(language))
