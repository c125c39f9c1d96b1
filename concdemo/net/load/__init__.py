"""The load generator: a process that keeps HTTP servers busy, and checks and times every answer.

``spec`` says what can be asked for and what comes of it, ``control`` is how an arm asks,
``service`` is the process.  Inside: ``run`` conducts one load; ``flows`` decide when the next
request is due (the closed and the open model); a ``lane`` is one connection, opened again when it
is lost, and ``watch`` tells lanes that there is something to be read; ``checking`` tells a right
answer from a wrong one, ``losses`` one lost connection from another; ``parsing`` has a parser for
where httptools is missing, ``ticks`` a timer finer than a loop's; ``outcome`` sums up, with
``latencies``.  ``makings`` says what of this is installed.

What the figures mean for a claim is for experiments.
"""
