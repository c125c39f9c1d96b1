"""A FastAPI app that writes down which stage of a request runs when.

Nothing in it is told in which order to run: every stage notes itself where FastAPI or Pydantic
calls it.
"""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, HTTPException
from pydantic import BaseModel, Field
from pydantic_core import core_schema
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from concdemo.stacks.diary import Diary


@dataclass(frozen=True)
class Watched:
    """An annotation that notes when a value of its type is checked, and when it is written."""

    diary: Diary
    checked: str
    written: str = ""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        """Called when the type is read and a validator is made from it."""
        with self.diary.stage("declaration"):
            schema = handler(source)
        return core_schema.no_info_wrap_validator_function(
            self._check,
            schema,
            serialization=core_schema.wrap_serializer_function_ser_schema(
                self._write, schema=schema
            ),
        )

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> Any:
        """Called when the type is described for the documentation."""
        with self.diary.stage("documentation"):
            return handler(schema)

    def _check(self, value: Any, check: Any) -> Any:
        with self.diary.stage(self.checked):
            return check(value)

    def _write(self, value: Any, write: Any) -> Any:
        with self.diary.stage(self.written):
            return write(value)


class Item(BaseModel):
    """What is ordered."""

    name: str
    price: float = Field(ge=0)
    quantity: int = Field(ge=1)


class Receipt(BaseModel):
    """What is answered."""

    name: str
    total: float


TOKEN = "open-sesame"


def make_app(diary: Diary) -> FastAPI:
    """An app with one endpoint, an ``async def``."""
    app = FastAPI()
    app.add_middleware(Watching, diary=diary)

    async def known_user(
        token: Annotated[str, Header(), Watched(diary, "header")],
    ) -> AsyncIterator[str]:
        with diary.stage("dependency"):
            if token != TOKEN:
                raise HTTPException(401)
        yield "kim"
        with diary.stage("clean-up"):
            pass

    @app.post("/orders", response_model=Annotated[Receipt, Watched(diary, "response", "json")])
    async def order(
        item: Annotated[Item, Watched(diary, "body")],
        user: Annotated[str, Depends(known_user)],
    ) -> dict[str, Any]:
        with diary.stage("handler"):
            return {"name": item.name, "total": item.price * item.quantity}

    return app


def make_app_on_threads(diary: Diary) -> FastAPI:
    """The same with plain ``def``."""
    app = FastAPI()
    app.add_middleware(Watching, diary=diary)

    def known_user(token: Annotated[str, Header(), Watched(diary, "header")]) -> Iterator[str]:
        with diary.stage("dependency"):
            if token != TOKEN:
                raise HTTPException(401)
        yield "kim"
        with diary.stage("clean-up"):
            pass

    @app.post("/orders", response_model=Annotated[Receipt, Watched(diary, "response", "json")])
    def order(
        item: Annotated[Item, Watched(diary, "body")],
        user: Annotated[str, Depends(known_user)],
    ) -> dict[str, Any]:
        with diary.stage("handler"):
            return {"name": item.name, "total": item.price * item.quantity}

    return app


class Watching:
    """A middleware that notes when a request comes in, and when its answer leaves."""

    def __init__(self, app: ASGIApp, diary: Diary) -> None:
        self.app, self.diary = app, diary

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                with self.diary.stage("sent"):
                    await send(message)
            else:
                await send(message)

        with self.diary.stage("entered"):
            pass
        await self.app(scope, receive, watched)
