"""What a round of requests asked and what came of it: numbers, and steps that can be shown."""

from dataclasses import dataclass, field, replace

from concdemo.model import Step
from concdemo.text import Text

NOTHING = Text.same("")
RIGHT, WRONG = "✔", "✘"


@dataclass(slots=True)
class Notes:
    """Everything that one round of an arm found out.

    ``asked`` and ``worked`` count the requests, and those whose answer was what the feature
    promises.
    """

    steps: list[Step] = field(default_factory=list)
    metrics: dict[str, float] = field(default_factory=dict)
    asked: int = 0
    worked: int = 0

    def note(
        self, program: Text, track: Text, did: str | Text, works: bool, why: Text = NOTHING
    ) -> bool:
        """A request and what came; whether it ``works`` stands behind it as a mark, and returns.

        The reason is that of its working, and told only where it does.
        """
        said = Text.same(did) if isinstance(did, str) else did
        mark = RIGHT if works else WRONG
        self.add(
            program,
            track,
            Text(f"{said.en} {mark}", f"{said.ko} {mark}"),
            why if works else NOTHING,
        )
        self.asked += 1
        self.worked += works
        return works

    def add(self, program: Text, track: Text, did: Text, why: Text = NOTHING) -> None:
        """A step that is no request, or has a mark of its own."""
        self.steps.append(Step(program, track, did, why))

    def explain(self, why: Text) -> None:
        """A reason for the last step."""
        self.steps[-1] = replace(self.steps[-1], why=why)

    def count(self, **metrics: float) -> None:
        """Numbers by name; an underscore stands for a hyphen."""
        self.metrics |= {name.replace("_", "-"): float(value) for name, value in metrics.items()}

    @property
    def all_metrics(self) -> dict[str, float]:
        """The numbers of this round and of its requests."""
        return {"asked": float(self.asked), "worked": float(self.worked), **self.metrics}
