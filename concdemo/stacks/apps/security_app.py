"""The security helpers that come with FastAPI, each before an endpoint of its own."""

from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.security import (
    APIKeyHeader,
    HTTPAuthorizationCredentials,
    HTTPBasic,
    HTTPBasicCredentials,
    HTTPBearer,
    OAuth2PasswordBearer,
)

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example"], allow_methods=["GET"])

Token = Annotated[str, Depends(OAuth2PasswordBearer(tokenUrl="token"))]
Bearer = Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]
Basic = Annotated[HTTPBasicCredentials, Depends(HTTPBasic())]
Key = Annotated[str, Depends(APIKeyHeader(name="X-Key"))]


@app.get("/oauth2")
async def oauth2(token: Token) -> dict[str, str]:
    return {"given": token}  # whether it is genuine is for us to find out


@app.get("/bearer")
async def bearer(given: Bearer) -> dict[str, str]:
    return {"given": given.credentials}


@app.get("/basic")
async def basic(given: Basic) -> dict[str, str]:
    return {"given": given.username}


@app.get("/key")
async def key(given: Key) -> dict[str, str]:
    return {"given": given}
