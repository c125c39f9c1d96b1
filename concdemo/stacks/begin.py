"""Runs a server's module: ``python -m concdemo.stacks.begin MODULE WORDS…``.

A server that manages its workers with multiprocessing names semaphores, which the system keeps
if all its processes are killed at once.  Here their names get the number of the process group;
whoever kills a group of the run removes those that bear its number.
"""

import os
import runpy
import sys
from multiprocessing import process


def main() -> None:
    """Be the module that the first word names, as ``python -m`` would have it."""
    getattr(process.current_process(), "_config", {})["semprefix"] = f"/concdemo-{os.getpgrp()}"
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
