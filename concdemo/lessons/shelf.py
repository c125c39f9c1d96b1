"""The lessons that come with concdemo, and the template of a new one."""

from pathlib import Path

HERE = Path(__file__).parent
SCRIPTS = HERE / "scripts"
TEMPLATE = HERE / "template.toml"


def names() -> list[str]:
    """The names of all lessons that come with concdemo."""
    return sorted(path.stem for path in SCRIPTS.glob("*.toml"))


def find(name: str) -> Path | None:
    """The script of the shipped lesson of that name, or None."""
    return SCRIPTS / f"{name}.toml" if name in names() else None


def template() -> bytes:
    """A script to begin with."""
    return TEMPLATE.read_bytes()
