"""GraphQL in a FastAPI app: a library's router, included like any other."""

import strawberry
from fastapi import FastAPI
from strawberry.fastapi import GraphQLRouter


@strawberry.type
class Book:
    title: str
    pages: int


BOOKS = [Book(title="Dune", pages=412), Book(title="Emma", pages=474)]


@strawberry.type
class Query:
    @strawberry.field
    def books(self) -> list[Book]:
        return BOOKS

    @strawberry.field
    async def book(self, title: str) -> Book | None:
        return next((book for book in BOOKS if book.title == title), None)


app = FastAPI()
app.include_router(GraphQLRouter(strawberry.Schema(Query)), prefix="/graphql")


@app.get("/books")
async def books() -> list[str]:
    return [book.title for book in BOOKS]
