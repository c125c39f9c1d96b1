"""A dependency: what an endpoint needs is declared, made for each request, and cleared up."""

import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException

DATABASE = Path(tempfile.gettempdir()) / "stock.sqlite"

app = FastAPI()
counted = {"opened": 0, "closed": 0, "ran": 0}


@dataclass(frozen=True)
class Stock:
    """What the endpoint needs; that there is a database behind it is not its concern."""

    database: Any
    query: str = "SELECT left_over FROM stock WHERE name = ?"

    def left(self, name: str) -> int:
        found: tuple[int] = self.database.execute(self.query, [name]).fetchone()
        return found[0]


def stock() -> Iterator[Stock]:
    try:  # mode=rw: a file that isn't there is an error, and not made anew
        database = sqlite3.connect(
            f"{DATABASE.as_uri()}?mode=rw",
            uri=True,
            check_same_thread=False,  # opened on one of the pool's threads, used on another
        )
    except sqlite3.OperationalError as error:
        raise HTTPException(503, f"no database: {error}") from error
    counted["opened"] += 1
    try:
        yield Stock(database)
    finally:
        database.close()
        counted["closed"] += 1


@app.get("/stock/{name}")
def left(name: str, stock: Annotated[Stock, Depends(stock)]) -> dict[str, Any]:
    counted["ran"] += 1
    return {"name": name, "left": stock.left(name)}


@app.get("/alive")
def alive() -> dict[str, Any]:
    return {"alive": True}


@app.get("/counted")
def tell() -> dict[str, int]:
    return counted
