"""Reports as Markdown, read again by a Markdown parser."""

from dataclasses import replace

import pytest
from builders import TITLE, WHY, gil_report, report, samples, with_arm
from markdown_it import MarkdownIt
from portraits import gil_picture

from concdemo.model import Caveat, Report, Verdict
from concdemo.render.markdown import escape, write
from concdemo.text import Language, Text

SENTENCE = Text("A claim.", "주장입니다.")


def full() -> Report:
    """A report with a failed arm, a doubt and a verdict."""
    whole = with_arm(gil_report(), "uvloop", status="failed", reason=WHY, median_ns=None)
    because = Text("threads kept 1.00 of 2 cores busy.", "스레드는 코어 1.00개를 썼습니다.")
    return replace(
        whole,
        caveats=[Caveat("busy", "threads", SENTENCE), Caveat("busy", None, SENTENCE)],
        verdicts=[Verdict("gil.one", SENTENCE, "supported", because)],
    )


def written(whole: Report, language: Language = "en") -> str:
    """The file's text."""
    return write(whole, language).decode()


def test_english() -> None:
    """The whole file, word for word."""
    assert written(full()) == (
        "# A question?\n"
        "\n"
        "4 tasks.\n"
        "\n"
        "| mode | workers | median | speed-up (95 %) | cores busy | start-up |\n"
        "| --- | ---: | ---: | ---: | ---: | ---: |\n"
        "| serial | 1 | 200 ms | baseline | 1.00 | – |\n"
        "| threads | 2 | 200 ms | 1.00 × (1.00–1.00) | 1.00 | – |\n"
        "| processes | 2 | 103 ms | 1.95 × (1.95–1.95) | 1.95 | – |\n"
        "| async | 1 | 200 ms | 1.00 × (1.00–1.00) | 1.00 | – |\n"
        "| uvloop | 1 | – | 1.00 × (1.00–1.00) | 1.00 | – |\n"
        "\n"
        "uvloop: failed: its process ended\n"
        "\n"
        "- 8 interleaved rounds, 8 without disturbance.\n"
        "- CPython 3.12.1 (GIL on), 2 usable cores, Linux 6.1 x86\\_64\n"
        "\n"
        "## Doubts\n"
        "\n"
        "- threads: A claim.\n"
        "- A claim.\n"
        "\n"
        "## Verdicts\n"
        "\n"
        "- ✔ **supported** (gil.one): A claim. *threads kept 1.00 of 2 cores busy.*\n"
    )


def test_korean() -> None:
    """Headings and sentences are Korean; names and numbers are as they are."""
    said = written(full(), "ko")
    assert said.startswith("# 질문일까?\n\n작업 4개.\n\n| 방식 | 작업자 | 중앙값 |")
    assert "| processes | 2 | 103 ms | 1.95 × (1.95–1.95) | 1.95 | – |" in said
    assert "- ✔ **맞음** (gil.one): 주장입니다. *스레드는 코어 1.00개를 썼습니다.*\n" in said


def test_hand_offs_are_in_the_footer() -> None:
    """What the terminal's footer says stands here too."""
    assert "- threads: 5 GIL hand-offs (thread 1 held it" in written(gil_picture())


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "a | b",
        "*a* _b_ **c** `d` ~~e~~",
        "[a](https://example.org) ![b](c)",
        "# a",
        "- a",
        "+ a",
        "1. a",
        "2) a",
        "> a",
        "=== a",
        "&lt;b&gt; &amp;",
        "\\*a\\* \\",
        "a\n\n| b | c |\n| - | - |\n",
        "https://example.org www.example.org",
        "@someone #12 $x$",
        "\x1b[31m\u202e",
    ],
)
def test_everything_stays_text(words: str) -> None:
    """No text of a report becomes a tag, a link, a list, a cell or an emphasis."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    text = Text.same(words)
    whole = replace(
        report({words: samples(6)}),
        title=text,
        facts=[text],
        caveats=[Caveat("busy", words, text)],
        verdicts=[Verdict(words, text, "refuted", text)],
    )
    plain = replace(
        report({"x": samples(6)}),
        title=TITLE,
        facts=[TITLE],
        caveats=[Caveat("busy", "x", TITLE)],
        verdicts=[Verdict("x", TITLE, "refuted", TITLE)],
    )

    def shape(of: Report) -> list[str]:
        tokens = parser.parse(written(of))
        inner = [child for token in tokens for child in token.children or []]
        return [one.type for one in [*tokens, *inner] if one.type not in ("text", "text_special")]

    assert shape(whole) == shape(plain)


@pytest.mark.parametrize(
    ("words", "escaped"),
    [
        ("1.93 × (1.90–1.96)", "1.93 × (1.90–1.96)"),
        ("88,842보다 작은 소수 세기", "88,842보다 작은 소수 세기"),
        ("start-\nup", "start-up"),
        ("a\nb", "a b"),
        ("3. a", "3\\. a"),
        ("-5 %", "\\-5 %"),
        ("http://a", "http\\://a"),
        ("www.a", "www\\.a"),
    ],
)
def test_escape(words: str, escaped: str) -> None:
    """Only what Markdown would take for its own is escaped."""
    assert escape(words) == escaped
