"""The load generator: a process that keeps HTTP servers busy, and checks and times every answer.

``spec`` says what can be asked for and what comes of it, ``control`` is how an arm asks,
``service`` is the process.  Inside: ``run`` conducts one load; ``flows`` decide when the next
request is due (the closed and the open model); a ``lane`` is one connection, opened again when it
is lost; ``checking`` tells a right answer from a wrong one; ``parsing`` and ``ticks`` stand in
where httptools and timers of the needed fineness are missing; ``latencies`` sums up.

What the figures mean for a claim is for experiments.
"""
