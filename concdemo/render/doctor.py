"""The doctor's page: what this machine can show, and what mends the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as Styled

from concdemo.model import Host
from concdemo.render import units, words
from concdemo.text import Language, Text


@dataclass(frozen=True, slots=True)
class Ability:
    """Whether an experiment can run, and which of its arms can't, with the mend."""

    experiment: str
    missing: Text | None
    without: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything that the doctor found."""

    host: Host
    built_in_cores: int
    affinity: int
    quota: float | None
    loops: Mapping[str, str | None]  # name → version; None: not installed
    start_methods: Sequence[str]
    descriptors: int | None
    foreign_cores: float | None
    spread: float
    noisy: bool
    abilities: Sequence[Ability]


def show(diagnosis: Diagnosis, language: Language) -> RenderableType:
    """The page."""
    facts = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    for name, value in _facts(diagnosis).items():
        label = words.DOCTOR_ROWS[name].into(language)
        facts.add_row(label, Styled(units.plain(value.into(language))))
    able = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    able.add_column(words.EXPERIMENT.into(language), no_wrap=True)
    able.add_column(words.CAN_RUN.into(language), overflow="fold")
    for ability in diagnosis.abilities:
        sign, style, line = _ability(ability, language)
        able.add_row(Styled(f"{sign} {ability.experiment}", style=style), Styled(units.plain(line)))
    title = Styled(words.DOCTOR.into(language), style="bold")
    return Group(title, Styled(), facts, Styled(), able)


def _facts(found: Diagnosis) -> dict[str, Text]:
    host = found.host
    quota = words.NO_QUOTA if found.quota is None else Text.same(f"{found.quota:.2f}")
    loops = [
        Text.join([Text.same(name), Text.same(version) if version else words.NOT_INSTALLED])
        for name, version in found.loops.items()
    ]
    limit = words.NO_LIMIT if found.descriptors is None else Text.same(f"{found.descriptors:,}")
    noise = words.NOISE_UNKNOWN if found.foreign_cores is None else words.NOISE
    return {
        "interpreter": Text.same(f"{host.implementation} {host.python} ({host.build})"),
        "gil": words.GIL[host.gil],
        "cores": words.CORES_OF.fill(
            usable=host.cores,
            built_in=found.built_in_cores,
            affinity=found.affinity,
            quota=quota,
        ),
        "loops": Text.join(loops, ", "),
        "libraries": Text.same(
            ", ".join(f"{name} {version}" for name, version in host.libraries.items())
        ),
        "start-methods": Text.same(", ".join(found.start_methods)),
        "descriptors": limit,
        "noise": Text.join(
            [
                noise.fill(foreign=found.foreign_cores or 0.0, spread=found.spread * 100),
                words.NOISY if found.noisy else words.QUIET,
            ],
            ": ",
        ),
    }


def _ability(ability: Ability, language: Language) -> tuple[str, str, str]:
    if ability.missing is not None:
        return "✘", "red", ability.missing.into(language)
    if not ability.without:
        return "✔", "green", words.YES.into(language)
    lines = [words.WITHOUT.fill(arm=arm, why=why) for arm, why in ability.without.items()]
    return "◐", "yellow", "\n".join(line.into(language) for line in lines)
