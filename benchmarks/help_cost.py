"""What does ``concdemo --help`` cost beside the ``--help`` of a three-line Typer application?

Both as whole processes, in turn, with their bytecode cached; the ratio pair by pair.

    python benchmarks/help_cost.py [--pairs 30]
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from concdemo import stats

LIMIT = 1.3
TINY = """\
import typer
def main(name: str = "x"): print(name)
typer.run(main)
"""


def once(command: list[str]) -> float:
    """How long the command takes, in seconds."""
    begin = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begin


def main() -> int:
    """Measure and print; 1 where the limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=30)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        # As a module, so that its bytecode is cached too.
        (Path(folder) / "tiny.py").write_text(TINY)
        code = f"import sys; sys.path.insert(0, {folder!r}); import tiny"
        tiny = [sys.executable, "-c", code, "--help"]
        ours = [sys.executable, "-m", "concdemo", "--help"]
        once(tiny), once(ours)
        pairs = [(once(ours), once(tiny)) for _ in range(asked.pairs)]
    mine, theirs = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    found = stats.ratio(mine, theirs)
    assert found is not None
    ratio = median(mine) / median(theirs)
    print(
        f"concdemo --help {median(mine) * 1e3:.0f} ms, three lines of Typer "
        f"{median(theirs) * 1e3:.0f} ms: ratio of medians {ratio:.3f}, pairs {found.ratio:.3f} "
        f"({found.low:.3f}–{found.high:.3f}), limit {LIMIT}"
    )
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
