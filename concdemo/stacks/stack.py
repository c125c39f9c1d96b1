"""What a web stack is: a framework on a server with its options, as a frozen fact.

Which stacks there are is in ``table``; starting one is the keeper's work.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from concdemo.text import Text

Interface = Literal["asgi", "wsgi", "own"]
Runtime = Literal["python", "node", "go"]
Size = Literal["workers", "threads"]

ENDPOINTS = frozenset({"json", "wait", "cpu", "blocking", "items", "seen"})
"""What every app answers: the first word of a path.  ``seen-reset`` goes with ``seen``."""

ALONE = Text("worker processes: {workers}", "워커 프로세스 {workers}개")
ON_THREADS = Text(
    "worker processes: {workers}, threads: {threads}",
    "워커 프로세스 {workers}개, 스레드 {threads}개",
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many processes answer requests, and on how many threads each of them."""

    workers: int = 1
    threads: int = 1


Command = Callable[[Sizes, int], list[str]]
"""The words that start a server with these sizes on this loopback port."""


@dataclass(frozen=True, slots=True)
class Stack:
    """One framework on one server.

    ``modules`` must be installed.  ``prefix`` stands before the paths of its endpoints.
    ``one_thread``: each worker handles all its requests on one thread.  ``keeps_alive``: a
    connection is used for more than one request.  ``resizable`` are the sizes that can be
    changed; the others are the app's own.  ``about`` says with which options it runs, without
    the sizes; ``told`` says those too.
    """

    name: str
    framework: str
    server: str
    interface: Interface
    modules: tuple[str, ...]
    command: Command
    about: Text
    sizes: Sizes = Sizes()
    one_thread: bool = True
    prefix: str = ""
    keeps_alive: bool = True
    endpoints: frozenset[str] = ENDPOINTS
    resizable: frozenset[Size] = frozenset()
    runtime: Runtime = "python"

    @property
    def waits_at_once(self) -> int | None:
        """How many of its requests can wait at the same time; None: any number."""
        if self.server == "gevent" or self.runtime != "python":
            return None
        if self.interface != "wsgi" and self.sizes.threads == 1:
            return None  # they wait on a loop, or on a thread for each request
        return self.sizes.workers * self.sizes.threads

    def sized(self, workers: int | None = None, threads: int | None = None) -> "Stack":
        """The same stack with other sizes.  ``None`` leaves one as it is.

        Raises:
            ValueError: that size isn't the server's to change.
        """
        wanted = {"workers": workers, "threads": threads}
        changed = {name: size for name, size in wanted.items() if size is not None}
        for name, size in changed.items():
            if name not in self.resizable and size != getattr(self.sizes, name):
                raise ValueError(f"{self.name} has no choice of {name}")
        return replace(self, sizes=replace(self.sizes, **changed))

    @property
    def told(self) -> Text:
        """With which options and sizes it runs."""
        counted = ON_THREADS if self.sizes.threads > 1 else ALONE
        sizes = counted.fill(workers=self.sizes.workers, threads=self.sizes.threads)
        return Text.join([self.about, sizes], "; ")
