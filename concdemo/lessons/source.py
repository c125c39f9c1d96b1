"""A piece of concdemo's own code, by its name: what is shown is what runs.

The file is read and taken apart; nothing is imported or executed.
"""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import concdemo
from concdemo.errors import UsageFault
from concdemo.lessons import words

ROOT = Path(concdemo.__file__).parent
SYMBOL = re.compile(
    r"concdemo((?:\.[a-z_][a-z0-9_]*)+):([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)", re.ASCII
)

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Lines of a file of the package; ``first`` is the number of the first, from 1."""

    file: str
    first: int
    code: str


def excerpt(symbol: str) -> Excerpt:
    """The code behind "concdemo.module:name"; a dotted name is one inside a class.

    Raises:
        UsageFault: there is no such code.
    """
    match = SYMBOL.fullmatch(symbol)
    if match is None:
        raise UsageFault(words.NOT_A_SYMBOL)
    module, name = f"concdemo{match.group(1)}", match.group(2)
    file = _file(match.group(1).split(".")[1:])
    if file is None:
        raise UsageFault(words.NO_MODULE.fill(module=module))
    text = file.read_text(encoding="utf-8")
    node = _find(ast.parse(text).body, name.split("."))
    if node is None:
        raise UsageFault(words.NO_SYMBOL.fill(module=module, name=name))
    first = node.lineno
    if isinstance(node, Definition):
        first = min([first, *(decorator.lineno for decorator in node.decorator_list)])
    lines = text.splitlines()[first - 1 : node.end_lineno]
    indent = len(lines[0]) - len(lines[0].lstrip())
    code = "\n".join(line[indent:] if not line[:indent].strip() else line for line in lines)
    return Excerpt(file.relative_to(ROOT.parent).as_posix(), first, code)


def _file(names: list[str]) -> Path | None:
    place = ROOT.joinpath(*names)
    for file in (place.with_suffix(".py"), place / "__init__.py"):
        if file.is_file():
            return file
    return None


def _find(body: list[ast.stmt], names: list[str]) -> ast.stmt | None:
    """The statement that gives the name its meaning, the last one if there are several."""
    found = None
    for node in body:
        if _names(node, names[0]):
            found = node
    if found is None or len(names) == 1:
        return found
    return _find(found.body, names[1:]) if isinstance(found, ast.ClassDef) else None


def _names(node: ast.stmt, name: str) -> bool:
    if isinstance(node, Definition):
        return node.name == name
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign):
        targets = [node.target]
    return any(isinstance(target, ast.Name) and target.id == name for target in targets)
