"""What ``web --open`` says of how it asks: by the clock, and not by the answers."""

import builders
import pytest

from concdemo.experiments import find
from concdemo.net.load.spec import POLICY
from concdemo.settings import settle
from concdemo.text import LANGUAGES, Language

WEB = find("web")


@pytest.mark.parametrize("language", LANGUAGES)
def test_requests_that_are_sent_when_due_are_not_said_to_follow_answers(language: Language) -> None:
    """How many connections there are is how many may be under way, not how many are."""
    told = {}
    for name, more in (("closed", {}), ("open", {"open": "250"})):
        settings = settle(WEB.options, {"stack": "node", "connections": "17", **more})
        told[name] = [fact.into(language) for fact in WEB.plan(settings, builders.host()).facts]
    assert POLICY.into(language) in told["closed"] and POLICY.into(language) not in told["open"]
    closed, opened = ([fact for fact in told[name] if "17" in fact] for name in told)
    assert len(closed) == len(opened) == 1 and closed != opened
