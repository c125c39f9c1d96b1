"""Made-up reports of ``concdemo scale``."""

from builders import report, sample

from concdemo.model import Metric, Parameters, Report, Sample

DEFAULTS: Parameters = {"most-coroutines": 100_000, "most-threads": 4_000, "most-processes": 24}


def sampled(each: float, start_us: float, count: int = 8, **more: float) -> list[Sample]:
    """Clean samples of a kind, that differ by a thousandth or two."""
    return [
        sample(
            number,
            metrics={
                "bytes": each * (1 + number / 1_000),
                "start": start_us * 1_000 * (1 + number / 1_000),
                "bytes-10": each * 2,
                "bytes-100": each,
                **({"bytes-1000": each} if number == 1 else {}),
                "start-100": start_us * 1e5,
                "over-100": start_us * 2e5,
                **more,
            },
        )
        for number in range(1, count + 1)
    ]


def scale_report(
    coroutine: tuple[float, float] = (1_200, 3),
    thread: tuple[float, float] = (16_500, 60),
    process: tuple[float, float] = (2_000_000, 1_800),
    settings: Parameters | None = None,
    count: int = 8,
) -> Report:
    """A report of kinds that cost these bytes and microseconds each."""
    return report(
        {
            "coroutines": sampled(*coroutine, count=count),
            "threads": sampled(*thread, count=count),
            "processes": sampled(*process, count=count),
        },
        experiment="scale",
        settings={**DEFAULTS, "memory": "PSS", **(settings or {})},
        metric=Metric("bytes", "bytes"),
    )
