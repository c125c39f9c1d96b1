"""Names and values below the pictures: machine, interpreter, command and settings.  Pure."""

import shlex

from concdemo.model import Report, Value
from concdemo.render import words as common
from concdemo.render.html import words
from concdemo.text import Text

Facts = list[tuple[Text, list[tuple[str, str]] | Text]]
"""A name, and either words or a list of names and values."""


def host_facts(report: Report) -> Facts:
    """What machine and what Python it was, and what each arm found there."""
    host = report.host
    found: Facts = [
        (words.FACTS["python"], Text.same(f"{host.implementation} {host.python}")),
        (words.FACTS["build"], Text.same(host.build)),
        (words.FACTS["gil"], common.GIL[host.gil]),
        (words.FACTS["cores"], Text.same(str(host.cores))),
        (words.FACTS["os"], Text.same(f"{host.os} {host.machine}")),
        (words.FACTS["start"], Text.same(host.start_method)),
    ]
    if host.libraries:
        found.append((words.FACTS["libraries"], list(host.libraries.items())))
    by_arm = [
        (arm.name, ", ".join(f"{name} {value}" for name, value in arm.facts.items()))
        for arm in report.arms
        if arm.facts
    ]
    if by_arm:
        found.append((words.FACTS["arms"], by_arm))
    return found


def settings_of(report: Report) -> Facts:
    """The command and everything that was settled for the run."""
    found: Facts = [
        (words.COMMAND, Text.same("concdemo " + shlex.join(report.command))),
        (words.STARTED, Text.same(report.started)),
        (words.ROUNDS, Text.same(str(report.rounds))),
        (words.SIZE, Text.same(f"{report.size:,}")),
    ]
    found += [(Text.same(f"--{name}"), _shown(value)) for name, value in report.settings.items()]
    return found


def _shown(value: Value) -> Text:
    if value is None:
        return words.SETTING_DEFAULT
    if isinstance(value, bool):
        return words.YES if value else words.NO
    if isinstance(value, list):
        return Text.same(", ".join(value))
    return Text.same(f"{value:g}" if isinstance(value, float) else str(value))
