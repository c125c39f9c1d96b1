"""Code in a line of words, marked by backticks.  Pure."""


def pieces(line: str) -> list[tuple[str, bool]]:
    """The line in pieces, each with whether it is code; a backtick without a partner is a word."""
    parts = line.split("`")
    if len(parts) % 2 == 0:
        parts[-2:] = ["`".join(parts[-2:])]
    return [(part, bool(place % 2)) for place, part in enumerate(parts) if part]
