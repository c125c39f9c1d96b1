"""Numbers as people read them: the only place where nanoseconds become something else."""

from concdemo.drawn import Unit
from concdemo.model import Interval


def duration(ns: float | None) -> str:
    """A time with three significant digits and the unit that fits, or a dash."""
    if ns is None:
        return "–"
    for unit, size in (("s", 1e9), ("ms", 1e6), ("µs", 1e3)):
        if abs(ns) >= size * 0.9995:
            return f"{three(ns / size)} {unit}"
    # A whole number has no decimals to show; what was divided by a count has.
    return f"{ns:.0f} ns" if float(ns).is_integer() else f"{three(ns)} ns"


def three(value: float) -> str:
    """Three significant digits, never in exponents."""
    if abs(value) >= 99.95:
        return f"{value:.0f}"
    return f"{value:.1f}" if abs(value) >= 9.995 else f"{value:.2f}"


def ratio(interval: Interval | None) -> str:
    """``1.93 × (1.90–1.96)``; without brackets where there is no interval; a dash for nothing."""
    if interval is None:
        return "–"
    if interval.low is None or interval.high is None:
        return f"{three(interval.ratio)} ×"
    return f"{three(interval.ratio)} × ({three(interval.low)}–{three(interval.high)})"


def cores(interval: Interval | None) -> str:
    """Cores busy with two decimals, or a dash."""
    return "–" if interval is None else f"{interval.ratio:.2f}"


def count(value: float | None) -> str:
    """A whole number without decimals, another with one, or a dash."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def size(value: float | None) -> str:
    """Bytes with three significant digits and the unit that fits, or a dash."""
    if value is None:
        return "–"
    for unit, power in (("GiB", 30), ("MiB", 20), ("KiB", 10)):
        if abs(value) >= 2**power * 0.9995:
            return f"{three(value / 2**power)} {unit}"
    return f"{value:.0f} B"


def share(value: float | None) -> str:
    """A part of one as per cent, or a dash."""
    return "–" if value is None else f"{100 * value:.0f} %"


def rate(value: float | None) -> str:
    """So many a second: three significant digits at least, or a dash."""
    if value is None:
        return "–"
    return f"{value:,.0f} /s" if abs(value) >= 99.95 else f"{three(value)} /s"


def in_unit(value: float | None, unit: Unit) -> str:
    """A value with the unit that it is in, or a dash."""
    if unit == "ns":
        return duration(value)
    if unit == "bytes":
        return size(value)
    if unit == "share":
        return share(value)
    if unit == "/s":
        return rate(value)
    return count(value) if unit == "count" or value is None else f"{count(value)} {unit}"


def brief(value: float, unit: Unit) -> str:
    """A round value as a label: without the decimals that say nothing."""
    number, space, name = in_unit(value, unit).partition(" ")
    return (number.rstrip("0").rstrip(".") if "." in number else number) + space + name


def plain(words: str) -> str:
    """Words from outside with nothing in them that could steer a terminal."""
    return "".join(
        c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in words
    )
