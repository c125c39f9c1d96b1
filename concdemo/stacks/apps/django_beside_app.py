"""Django and FastAPI in one ASGI process: FastAPI answers /api, Django everything else."""

import asyncio
import os
from typing import Any

import django
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import path
from fastapi import FastAPI

from concdemo.stacks.answers import compute

settings.configure(
    SECRET_KEY="not a secret: nothing here is signed",
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    ROOT_URLCONF=__name__,
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)
django.setup()
PAGE = Template("<h1>{{ title }}</h1><p>process {{ process }}</p>")


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE.render(Context({"title": "The shop", "process": os.getpid()})))


urlpatterns = [path("shop", page)]

app = FastAPI()


@app.get("/api/process")
async def process() -> dict[str, int]:
    return {"process": os.getpid()}


@app.get("/api/waits/{ms}")
async def waits(ms: int) -> dict[str, int]:
    await asyncio.sleep(ms / 1000)
    return {"process": os.getpid()}


@app.get("/api/computes/{n}")
async def computes(n: int) -> dict[str, Any]:
    return compute(n)


app.mount("/", get_asgi_application())
