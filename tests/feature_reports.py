"""Made-up reports of ``web features``: what an ordinary run finds, and what is changed of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from builders import report, samples

from concdemo.experiments.web.features import COLUMNS
from concdemo.model import Caveat, Metric, Report, Sample
from concdemo.text import Text

MS = 1_000_000
ASKED = Metric("asked", "count", "more", Text("requests", "요청"))
REFUSED_ALL = {
    "bad": 13, "refused": 13, "slipped": 0, "taken": 0, "crashed": 0, "fielded": 9, "named": 9,
    "unnamed": 0, "lenient": 2,
}  # fmt: skip
USUAL: Mapping[str, Mapping[str, float]] = {
    "fastapi": {
        **REFUSED_ALL, "documents": 3, "doc-paths": 2, "doc-wrong": 0, "outside": 3,
        "scripts-outside": 2,
    },
    "strict": {**REFUSED_ALL, "lenient": 0},
    "flask": {
        **REFUSED_ALL, "refused": 3, "slipped": 10, "taken": 5, "crashed": 5, "named": 0,
        "unnamed": 9, "documents": 0, "doc-paths": 0, "doc-wrong": 3, "outside": 0,
        "scripts-outside": 0,
    },
    "by-hand": {**REFUSED_ALL, "refused": 12, "slipped": 1, "taken": 1, "lenient": 1},
    "django": {
        **REFUSED_ALL, "refused": 0, "slipped": 13, "taken": 6, "crashed": 7, "named": 0,
        "unnamed": 9,
    },
    "form": {**REFUSED_ALL, "refused": 11, "slipped": 2, "taken": 2, "named": 8, "unnamed": 1},
    "database": {
        "failed-here": 0, "worked-away": 0, "away-status": 503, "dead-away": 0, "failed-back": 0,
        "left-open": 0,
    },
    "postgres": {
        "failed-here": 0, "worked-away": 0, "away-status": 503, "dead-away": 0, "failed-back": 0,
        "left-open": 0,
    },
    "security": {
        "let-in": 0, "kept-out": 0, "made-up": 3, "cors-wrong": 0, "alone-oauth2": 1,
        "alone-cors": 1, "alone-hash": 0, "alone-token": 0,
    },
    "graphql": {"queries": 6, "wrong": 0, "plain-right": 1, "lines": 22},
    "wsgi": {
        "inside": 4, "inside-wrong": 0, "bare-right": 0, "adapted-right": 1, "flask-right": 1,
    },
    "beside": {
        "beside-wrong": 0, "same-process": 1, "page-alone": 2 * MS, "page-waiting": 2.1 * MS,
        "page-computing": 90 * MS, "held-waiting": 1.05, "held-computing": 45,
    },
    "pool": {"at-once": 50, "gave-up": 40, "gave-up-mended": 0, "stuck": 320 * MS, "mended": MS},
}  # fmt: skip


def features_report(
    changed: Mapping[str, Mapping[str, float]] | None = None,
    *,
    count: int = 8,
    without: Sequence[str] = (),
    unavailable: Mapping[str, Text] | None = None,
    faults: Mapping[str, Text] | None = None,
    caveats: Sequence[Caveat] = (),
) -> Report:
    """A run in which these metrics of these arms were otherwise; no samples of absent arms."""
    absent = {*(unavailable or {}), *(faults or {})}
    taken = {
        name: [] if name in absent else _samples(count, {**usual, **(changed or {}).get(name, {})})
        for name, usual in USUAL.items()
        if name not in without
    }
    made = report(
        taken,
        experiment="web features",
        settings={"feature": ["validation"], "dsn": None},
        unavailable=unavailable,
        faults=faults,
        caveats=caveats,
        metric=ASKED,
        columns=COLUMNS,
    )
    arms = [replace(arm, against=arm.name, speedup=None) for arm in made.arms]
    return replace(made, arms=arms, shows=["median"])


def _samples(count: int, metrics: Mapping[str, float]) -> list[Sample]:
    """As many samples, alike in what was counted."""
    told = {"asked": 19.0, "worked": 17.0, **{key: float(value) for key, value in metrics.items()}}
    return samples(count, 20 * MS, 0.1, metrics=told, checksum=None)
