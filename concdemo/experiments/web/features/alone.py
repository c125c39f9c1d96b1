"""What FastAPI brings when nothing else is asked for: looked at in a Python of its own.

Which packages come with it is what its own metadata requires, without extras, and what those
require in turn.  A second Python is started in which no other package that is installed can be
imported; there each helper is tried.  It is run with this file as its program.
"""

import importlib
import json
import pkgutil
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib import metadata
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import Any

LIMIT_S = 60.0
KINDS = {"hash": re.compile(r"hash|crypt", re.I), "token": re.compile(r"jwt|jws|jose", re.I)}
"""By what words a helper of that kind would be called."""

PACKAGES = ("fastapi", "starlette")


def closure(names: Iterable[str]) -> set[str]:
    """The distributions that are installed with these and nothing else, themselves included.

    What only an extra requires is left out; a requirement that isn't installed doesn't apply here.
    """
    found: set[str] = set()
    open_ = list(names)
    while open_:
        name = _plain(open_.pop())
        if name in found:
            continue
        try:
            required = metadata.requires(name) or ()
        except metadata.PackageNotFoundError:
            continue
        found.add(name)
        for line in required:
            wanted, _, condition = line.partition(";")
            if "extra" not in condition:
                open_.append(re.split(r"[^A-Za-z0-9._-]", wanted.strip())[0])
    return found


def others(distributions: set[str]) -> set[str]:
    """The top-level modules that only distributions other than these bring."""
    return {
        module
        for module, owners in metadata.packages_distributions().items()
        if not any(_plain(owner) in distributions for owner in owners)
    }


def _plain(name: str) -> str:
    """A distribution's name as all spell it."""
    return re.sub(r"[-_.]+", "-", name).lower()


class Failed(Exception):
    """The other Python gave no answer."""


def look() -> dict[str, Any]:
    """What was found there.

    Found are ``parts``, of each helper which package is ``missing`` for it ("" if none);
    ``names`` of FastAPI's own that sound like a missing helper, of how many that were ``searched``,
    and of which ``kinds`` they are.

    Raises:
        OSError, ValueError, Failed: it could not be looked at.
    """
    hidden = sorted(others(closure(["fastapi"])))
    try:
        told = subprocess.run(
            [sys.executable, "-P", __file__, *hidden],
            capture_output=True,
            check=True,
            timeout=LIMIT_S,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired as error:
        raise Failed(str(error)) from error
    except subprocess.CalledProcessError as error:
        words = error.stderr.decode("utf-8", "replace").split("\n")
        raise Failed(next((line for line in reversed(words) if line.strip()), "")) from error
    found: dict[str, Any] = json.loads(told.stdout)
    return found


# ── in the other Python ──────────────────────────────────────────────────────


class Hides(MetaPathFinder):
    """Hides these modules, as if they were not installed."""

    def __init__(self, hidden: Sequence[str]) -> None:
        self._hidden = frozenset(hidden)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: Any = None
    ) -> ModuleSpec | None:
        """Let others find it, or say that it isn't there."""
        if fullname.partition(".")[0] in self._hidden:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
        return None


def _oauth2() -> None:
    from fastapi.security import OAuth2PasswordBearer

    OAuth2PasswordBearer(tokenUrl="token")


def _http() -> None:
    from fastapi.security import APIKeyHeader, HTTPBasic, HTTPBearer

    HTTPBasic(), HTTPBearer(), APIKeyHeader(name="X-Key")


def _cors() -> None:
    from fastapi import FastAPI
    from fastapi.middleware.cors import CORSMiddleware

    FastAPI().add_middleware(CORSMiddleware, allow_origins=["*"])


def _form() -> None:
    from typing import Annotated

    from fastapi import Depends, FastAPI
    from fastapi.security import OAuth2PasswordRequestForm

    def sign_in(form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> None:
        """Never called."""

    FastAPI().post("/token")(sign_in)


def _hash() -> None:
    importlib.import_module("pwdlib")


def _token() -> None:
    importlib.import_module("jwt")


HELPERS: dict[str, tuple[Callable[[], None], str]] = {
    "oauth2": (_oauth2, ""),
    "http": (_http, ""),
    "cors": (_cors, ""),
    "form": (_form, "python-multipart"),
    "hash": (_hash, "pwdlib"),
    "token": (_token, "PyJWT"),
}
"""How each is tried, and the package that FastAPI's tutorial installs where it fails."""


def tried() -> dict[str, dict[str, str]]:
    """Of each helper the package that is missing."""
    found = {}
    for name, (attempt, package) in HELPERS.items():
        missing = ""
        try:
            attempt()
        except (ImportError, RuntimeError, AssertionError) as error:  # forms are asserted for
            missing = package or str(error)
        found[name] = {"missing": missing}
    return found


def searched() -> tuple[list[str], list[str], int]:
    """Public names of FastAPI's and Starlette's own that sound like helpers; their kinds; of all.

    Modules that need what isn't there are passed over.
    """
    names: set[str] = set()
    for package in PACKAGES:
        root = importlib.import_module(package)
        for info in pkgutil.walk_packages(root.__path__, f"{package}."):
            if info.name.endswith("__main__"):
                continue
            try:
                module = importlib.import_module(info.name)
            except (ImportError, RuntimeError, AssertionError):
                continue
            own = (
                name
                for name, value in vars(module).items()
                if not name.startswith("_")
                and str(getattr(value, "__module__", "")).partition(".")[0] in PACKAGES
            )
            names.update(own)
    sound = {kind: [name for name in names if like.search(name)] for kind, like in KINDS.items()}
    kinds = [kind for kind, found in sound.items() if found]
    return sorted({name for found in sound.values() for name in found}), kinds, len(names)


def main(hidden: Sequence[str]) -> None:
    """Try everything and tell it."""
    import warnings

    warnings.simplefilter("ignore")
    sys.meta_path.insert(0, Hides(hidden))
    parts = tried()
    names, kinds, count = searched()
    told = {"parts": parts, "names": names, "kinds": kinds, "searched": count}
    print(json.dumps(told))  # noqa: T201 - its one answer


if __name__ == "__main__":
    main(sys.argv[1:])
