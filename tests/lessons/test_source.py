"""Code that is shown is the code that runs."""

import inspect

import pytest

from concdemo.errors import UsageFault
from concdemo.lessons.source import excerpt
from concdemo.modes import serial
from concdemo.workloads import cpu


def test_a_class_as_python_finds_it() -> None:
    """The lines are those of the installed file, with their number."""
    found = excerpt("concdemo.workloads.cpu:Primes")
    lines, first = inspect.getsourcelines(cpu.Primes)
    assert found.code == "".join(lines).rstrip("\n")
    assert (found.file, found.first) == ("concdemo/workloads/cpu.py", first)


def test_a_method_stands_at_the_margin() -> None:
    """It begins with its decorators, without the indentation of its class."""
    found = excerpt("concdemo.workloads.cpu:Primes.slices")
    assert found.code.startswith("def slices(")
    source = inspect.getsource(cpu.Primes.slices).rstrip("\n")
    assert found.code.split() == source.split()
    assert excerpt("concdemo.model:Report").code.startswith("@dataclass(")
    assert excerpt("concdemo.model:Report.base").code.startswith("def base(")


def test_functions_and_names_of_values() -> None:
    """Packages too, and what is only given a value."""
    assert "def find(" in excerpt("concdemo.experiments:find").code
    assert excerpt("concdemo.model:EVERY_COLUMN").code.startswith("EVERY_COLUMN: tuple")
    assert excerpt("concdemo.experiments.gil:SAMPLE_NS").code == "SAMPLE_NS = 200_000_000"
    assert inspect.getsource(serial).count(excerpt("concdemo.modes.serial:open_pool").code) == 1


@pytest.mark.parametrize(
    "symbol",
    [
        "", "concdemo", "concdemo:find", "concdemo.model", "concdemo.model:", "os:system",
        "concdemo.model:Nothing", "concdemo.model:Report.nothing", "concdemo.model:MODE.en",
        "concdemo.nothing:x", "concdemo/../os:x", "concdemo...os:x", "concdemo.model:Report()",
        "concdemo.model:__name__", " concdemo.model:Report", "concdemo.model:Report\n",
    ],
)  # fmt: skip
def test_what_is_not_there_is_refused(symbol: str) -> None:
    """Only names in the package's own files are looked up, and nothing is imported for it."""
    with pytest.raises(UsageFault):
        excerpt(symbol)
