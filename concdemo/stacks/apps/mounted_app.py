"""An old Flask app inside a FastAPI app; and the other way round, FastAPI for a WSGI server."""

from typing import Any

from a2wsgi import ASGIMiddleware, WSGIMiddleware
from fastapi import FastAPI

from concdemo.stacks.apps.flask_app import app as flask_app

app = FastAPI()


@app.get("/new")
async def new() -> dict[str, Any]:
    return {"from": "FastAPI"}


app.mount("/old", WSGIMiddleware(flask_app, workers=10))  # type: ignore[arg-type]

adapted = ASGIMiddleware(app)  # type: ignore[arg-type]
