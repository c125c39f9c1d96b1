"""What assignment does, as recorded: made-up kinds, and what this interpreter really does."""

import sys

import pytest

from concdemo.experiments.slow import names, names_words
from concdemo.experiments.slow.names import KINDS, TOLD, Kind, Seen, observe, record, steps

needs_identity = pytest.mark.skipif(
    sys.implementation.name != "cpython", reason="values may have no identity of their own"
)


def by_role(kind: str) -> dict[str, Seen]:
    """The last line of each role."""
    return {one.role: one for one in record(KINDS[kind])}


def test_lines_are_executed_as_they_are_shown() -> None:
    """What names show is what a reader would see."""
    lines = [(one.line, one.shown["a"], one.shown.get("b")) for one in record(KINDS["list"])]
    assert lines[:2] == [("a = [1, 2]", "[1, 2]", None), ("b = a", "[1, 2]", "[1, 2]")]
    assert ("b = b + [3]", "[1, 2]", "[1, 2, 3]") in lines
    assert ("b += [3]", "[1, 2, 3]", "[1, 2, 3]") in lines
    assert ("b.append(4)", "[1, 2, 3, 4]", "[1, 2, 3, 4]") in lines


@needs_identity
@pytest.mark.parametrize("kind", KINDS)
def test_two_equal_values_are_two_objects(kind: str) -> None:
    """The control: values are made so that nothing is cached or folded into one."""
    control = by_role(kind)["control"]
    assert control.equal and not control.same
    assert control.objects["c"] != control.objects["a"]


@pytest.mark.parametrize("kind", KINDS)
def test_objects_are_numbered_by_identity(kind: str) -> None:
    """Assigned names share a number; a number once given is never given to another object."""
    seen = record(KINDS[kind])
    assert seen[1].objects == {"a": 1, "b": 1} and seen[1].same
    rebound = by_role(kind)["rebind"]
    assert rebound.objects["b"] > max(seen[1].objects.values()) and not rebound.changed_a


def test_what_is_counted_is_what_was_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kinds that behave otherwise are counted otherwise."""
    odd = {
        "copied": Kind("[1]", "b.append(2)", "b += [3]", None, primitive=True),
        "one": Kind("None", "b = 1", None, None),
    }
    monkeypatch.setattr(names, "KINDS", odd)
    found = observe()
    assert (found["kinds"], found["primitives"], found["references"]) == (2, 1, 1)
    assert found["told-apart"] == 1  # there is one None
    assert found["rebinding-changed"] == 1 and found["augmenting-changed"] == 1
    assert found["mutable"] == 0 and found["mutation-changed"] == 0
    assert found["copy-copied"] == 1 and found["shared-references"] == 1


def test_every_kind_is_counted_once() -> None:
    """Copied and shared make up all of a group."""
    found = observe()
    for word in ("primitives", "references"):
        assert found[f"copied-{word}"] + found[f"shared-{word}"] == found[word]
    assert found["primitives"] + found["references"] == found["kinds"] == len(KINDS)


def test_the_story_is_told_line_by_line() -> None:
    """Each line of the told kinds, with its objects and a reason in both languages."""
    told = steps()
    assert len(told) == sum(len(record(KINDS[kind])) for kind in TOLD)
    assert told[1].track.en == "b = a" and told[1].did.en == "a → #1, b → #1"
    assert all(step.why.en and step.why.ko and "{" not in step.why.ko[:1] for step in told)


@pytest.mark.parametrize(
    ("role", "same", "changed", "words"),
    [
        ("assign", True, False, "no copy"),
        ("assign", False, False, "a copy was made"),
        ("control", True, False, "tells nothing"),
        ("rebind", False, False, "untouched"),
        ("rebind", False, True, "though b names another"),
        ("mutate", True, True, "the one object was changed"),
        ("mutate", True, False, "shows what it did"),
        ("copy", False, False, "another object"),
        ("deepcopy", True, False, "still the same"),
    ],
)
def test_reasons_follow_what_was_seen(role: str, same: bool, changed: bool, words: str) -> None:
    """No reason is fixed to a line: each has words for either outcome."""
    shown = {"a": "1", "b": "2", "c": "1"}
    said = names_words.why(role, name="b", shown=shown, same=same, changed=changed)
    assert words in said.en
