"""A script's form: every fault is found and told with its line, in both languages."""

import pytest
from helpers import HANGUL
from lesson_scripts import EXPLANATION, HEAD, PAUSE, QUESTION, RUN, SAY, SHOW, TINY, drafted

from concdemo.lessons import shelf
from concdemo.lessons.model import Explain, Pause, Predict, Run, Say, Show
from concdemo.lessons.read import MOST_BYTES, read
from concdemo.text import Text

# What the script is, the line of its only fault, and a word that the fault must name.
BAD: dict[str, tuple[str, int, str]] = {
    "nothing": (HEAD, 1, "[[step]]"),
    "no toml": (HEAD + "a = = 3\n", 3, "TOML"),
    "unclosed": (HEAD + 'say = "x', 3, "TOML"),
    "a key twice": (HEAD + "minutes = 5\n" + SAY, 3, "TOML"),
    "no title": (HEAD.split("\n", 1)[1] + SAY, 1, "title"),
    "no minutes": (HEAD.split("\n")[0] + "\n" + SAY, 1, "minutes"),
    "minutes of 0": (HEAD.replace("= 5", "= 0") + SAY, 2, "minutes"),
    "minutes of true": (HEAD.replace("= 5", "= true") + SAY, 2, "minutes"),
    "minutes of 5.5": (HEAD.replace("= 5", "= 5.5") + SAY, 2, "minutes"),
    "an unknown key": ("titel = 1\n" + HEAD + SAY, 1, "title"),
    "a title of one language": ('title = { en = "x" }\nminutes = 5\n' + SAY, 1, "ko"),
    "a title of three": (HEAD.replace('ko = "', 'fr = "x", ko = "') + SAY, 1, "fr"),
    "a title in no language": ('title = "x"\nminutes = 5\n' + SAY, 1, "en ="),
    "a title of blanks": ('title = { en = " ", ko = "x" }\nminutes = 5\n' + SAY, 1, "en"),
    "a title of numbers": ('title = { en = 3, ko = "x" }\nminutes = 5\n' + SAY, 1, "en"),
    "an audience of one language": (
        HEAD + 'audience.ko = "x"\n' + SAY, 3, "en"),
    "steps in no list": (HEAD + "[step]\n" + SAY.split("\n", 1)[1], 3, "[[step]]"),
    "steps of numbers": (HEAD + "step = [1]\n", 3, "[[step]]"),
    "an empty step": (HEAD + "[[step]]\n" + SAY, 3, "0"),
    "a step of two kinds": (HEAD + SAY + 'run = "gil"\n', 3, "2"),
    "a step of another kind": (HEAD + "[[step]]\nsing = 1\n" + SAY, 4, "say"),
    "a step without its language": (HEAD + PAUSE + '[[step]]\nsay.en = "x"\n', 6, "ko"),
    "an id with blanks": (HEAD + SAY.replace("say", 'id = "a b"\nsay'), 4, "id"),
    "an id of digits": (HEAD + SAY.replace("say", 'id = "3"\nsay'), 4, "id"),
    "an id twice": (HEAD + RUN + SAY + RUN, 9, "measure"),
    "a run of numbers": (HEAD + "[[step]]\nrun = [1]\n", 4, "run"),
    "a run without its end": (HEAD + "[[step]]\nrun = \"gil 'x\"\n", 4, "quotation"),
    "a question in no table": (HEAD + "[[step]]\npredict = 3\n", 4, "[step.predict]"),
    "a question without words": (
        HEAD + QUESTION.replace("question =", "#") , 5, "question"),
    "a question without a claim": (
        HEAD + QUESTION.replace("claim =", "#"), 5, "claim"),
    "a claim of numbers": (
        HEAD + QUESTION.replace('"gil.threads-no-speedup"', "3"), 6, "claim"),
    "one choice": (
        HEAD + QUESTION.split("choices")[0] + 'choices = [{ text = { en = "x", ko = "x" } }]\n',
        8, "2"),
    "no choices": (HEAD + QUESTION.split("choices")[0], 5, "choices"),
    "a choice of numbers": (HEAD + QUESTION.split("choices")[0] + "choices = [1, 2]\n", 8, "2"),
    "a choice without words": (HEAD + QUESTION.replace('text = { en = "As long", ko = "그대로" }, ', ""), 10, "text"),  # noqa: E501
    "a choice without Korean": (HEAD + QUESTION.replace(', ko = "그대로"', ""), 10, "ko"),
    "a choice with a slip": (
        HEAD + QUESTION.replace('right_when = ["supported"]', 'rigth_when = ["supported"]'),
        10, "right_when"),
    "a verdict with a slip": (HEAD + QUESTION.replace('["refuted"]', '["refused"]'), 9, "refuted"),
    "a verdict that isn't an answer": (
        HEAD + QUESTION.replace('["refuted"]', '["untested"]'), 9, "depends"),
    "a verdict in no list": (HEAD + QUESTION.replace('["refuted"]', '"refuted"'), 9, "right_when"),
    "a misconception of one language": (
        HEAD + QUESTION.replace(', ko = "코어 하나씩"', ""), 9, "misconception"),
    "an explanation without a claim": (HEAD + EXPLANATION.replace("claim", "#"), 5, "claim"),
    "an explanation with a slip": (HEAD + EXPLANATION.replace("refuted", "refused"), 8, "refuted"),
    "an explanation without Korean": (
        HEAD + EXPLANATION.replace(', ko = "빠름: {arm[threads].speedup:.2f}"', ""), 8, "ko"),
    "code without a name": (
        HEAD + '[[step]]\n[step.show]\ntext = { en = "x", ko = "x" }\n', 4, "symbol"),
    "code of numbers": (HEAD + "[[step]]\nshow = 3\n", 4, "show"),
}  # fmt: skip


@pytest.mark.parametrize(("script", "line", "word"), BAD.values(), ids=BAD)
def test_a_fault_is_told_with_its_line(script: str, line: int, word: str) -> None:
    """One fault, on its line, that names what is wrong; and there is no lesson to give."""
    draft = drafted(script)
    assert [fault.line for fault in draft.faults] == [line], draft.faults
    assert word in draft.faults[0].text.en and word in draft.faults[0].text.ko
    assert draft.lesson is None and not draft.faults[0].here


def test_all_faults_are_told_at_once() -> None:
    """In the order of their lines, however many there are."""
    script = "titel = 1\nminutes = 0\n" + SAY.replace(", ko", ", kr") + RUN.replace("run", "runn")
    draft = drafted(script)
    assert [fault.line for fault in draft.faults] == [1, 1, 2, 4, 4, 7]
    assert all(HANGUL.search(fault.text.ko) for fault in draft.faults)
    assert not any(HANGUL.search(fault.text.en) for fault in draft.faults)


def test_bytes_that_are_no_text() -> None:
    """What isn't UTF-8 is told of with its line, and nothing too large is taken apart."""
    draft = read(HEAD.encode() + b"\n# \xff\n")
    assert [(fault.line, fault.text.en) for fault in draft.faults] == [(4, "not UTF-8 text.")]
    draft = read(b"#" * (MOST_BYTES + 1))
    assert "1,048,576" in draft.faults[0].text.en
    draft = read(b"a = " + b"[" * 100_000)
    assert len(draft.faults) == 1


def test_every_kind_of_step_is_read() -> None:
    """What stands in the script is what the lesson has, in its order."""
    lesson = drafted(TINY).lesson
    assert lesson is not None
    kinds = [type(step.part) for step in lesson.steps]
    assert kinds == [Say, Predict, Show, Run, Explain, Pause]
    assert (lesson.title, lesson.minutes) == (Text("Tiny", "작은 강의"), 5)
    assert lesson.audience is None
    question, run = lesson.steps[1].part, lesson.steps[3].part
    assert isinstance(question, Predict) and isinstance(run, Run)
    assert question.question == Text("How long?", "얼마나 걸릴까?")
    assert [choice.right_when for choice in question.choices] == [("refuted",), ("supported",), ()]
    assert run.words[:3] == ("gil", "--mode", "threads,processes")
    assert [lesson.name_of(place) for place in range(4)] == ["1", "guess", "3", "measure"]


def test_ways_of_writing_the_same() -> None:
    """A list of words, a table for code, dotted keys, Windows' line ends and a mark of order."""
    line = 'run = ["gil", "--mode", "threads,processes", "--size", "300", "--workers", "2", "--tasks", "4"]'  # noqa: E501
    other = TINY.replace(RUN.splitlines()[2], line)
    other = other.replace('show = "', '[step.show]\nsymbol = "')
    other = other.replace('{ en = "Talk.", ko = "이야기하세요." }', "").replace(
        "pause = ", 'pause.en = "Talk."\npause.ko = """\n이야기하세요."""'
    )
    whole = drafted(TINY).lesson
    assert drafted(other).lesson == whole
    assert read(b"\xef\xbb\xbf" + TINY.replace("\n", "\r\n").encode()).lesson == whole


def test_the_template_and_the_shipped_lessons_are_read() -> None:
    """They have no fault in their form, and use every kind of step."""
    template = read(shelf.template()).lesson
    assert template is not None and template.audience is not None
    kinds = {type(step.part) for step in template.steps}
    assert kinds == {Say, Predict, Run, Show, Explain, Pause}
    for name in shelf.names():
        path = shelf.find(name)
        assert path is not None and read(path.read_bytes()).faults == []
    assert shelf.find("../template") is None and SHOW and PAUSE
