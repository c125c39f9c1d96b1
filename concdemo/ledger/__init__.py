"""Claims and the rules that lead from a report to a verdict."""
