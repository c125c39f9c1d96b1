"""What can go wrong, as the user will read it.

An error carries its one line in both languages and its exit status.  Only the
command line's error boundary prints it.
"""

from concdemo.text import Text


class ConcdemoError(Exception):
    """An error with a line for the user.  ``exit_code`` is the command's exit status."""

    exit_code = 1

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class UsageFault(ConcdemoError):
    """The command was asked for something it can't do as asked."""

    exit_code = 2


class MeasuringFault(ConcdemoError):
    """Measuring could not begin or go on."""


class ArmFault(Exception):
    """One arm can't go on; the others can.  ``unavailable``: it could never have begun here."""

    def __init__(self, text: Text, *, unavailable: bool = False) -> None:
        super().__init__(text.en)
        self.text = text
        self.unavailable = unavailable


class TaskFailed(Exception):
    """One task's work was done and its result is wrong or missing, such as a failed request.

    ``kind`` is a short word or two, the same for all failures of a kind, so that they can
    be counted.  Any other exception from a task is a fault of the whole arm.
    """

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class Interrupted(BaseException):
    """A signal asked the run to end.  Not an Exception: nothing may swallow it."""

    def __init__(self, signal_number: int) -> None:
        super().__init__(signal_number)
        self.exit_code = 128 + signal_number
