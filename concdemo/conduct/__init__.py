"""Conducting a run: children, rounds, faults, doubts, the report.  Nothing here measures."""
