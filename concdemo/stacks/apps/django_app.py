"""Django in one file: synchronous views, and under ``/async`` the same as asynchronous ones.

``wsgi`` and ``asgi`` have the middleware that every new Django project begins with;
``bare_wsgi`` and ``bare_asgi`` have none.
"""

import asyncio
import json
import time

import django
from django import forms
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from concdemo.stacks.answers import HELLO, Seen, compute, totalled, waited

USUAL_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
settings.configure(
    SECRET_KEY="not a secret: nothing here is signed",
    ALLOWED_HOSTS=["127.0.0.1", "localhost", "testserver"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
    ],
    MIDDLEWARE=USUAL_MIDDLEWARE,
)
django.setup()
seen = Seen()


class ItemForm(forms.Form):
    name = forms.CharField()
    price = forms.FloatField(min_value=0)
    quantity = forms.IntegerField(min_value=1)


def hello(request: HttpRequest) -> JsonResponse:
    return JsonResponse(HELLO)


def wait(request: HttpRequest, ms: int) -> JsonResponse:
    time.sleep(ms / 1000)
    return JsonResponse(waited(ms))


def cpu(request: HttpRequest, n: int) -> JsonResponse:
    return JsonResponse(compute(n))


@csrf_exempt
@require_POST
def items(request: HttpRequest) -> JsonResponse:
    try:
        given = json.loads(request.body)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        return JsonResponse({"error": "the body is not a JSON object"}, status=422)
    form = ItemForm(given)
    if not form.is_valid():
        return JsonResponse(form.errors.get_json_data(), status=422)
    return JsonResponse(totalled(**form.cleaned_data))


def seen_here(request: HttpRequest, ms: int) -> JsonResponse:
    with seen.inside() as visit:
        time.sleep(ms / 1000)
        return JsonResponse(seen.told(visit))


def seen_reset(request: HttpRequest) -> JsonResponse:
    return JsonResponse(seen.reset())


async def async_hello(request: HttpRequest) -> JsonResponse:
    return JsonResponse(HELLO)


async def async_wait(request: HttpRequest, ms: int) -> JsonResponse:
    await asyncio.sleep(ms / 1000)
    return JsonResponse(waited(ms))


async def async_blocking(request: HttpRequest, ms: int) -> JsonResponse:
    time.sleep(ms / 1000)  # on purpose: it stops everybody
    return JsonResponse(waited(ms))


async def async_cpu(request: HttpRequest, n: int) -> JsonResponse:
    return JsonResponse(compute(n))


@csrf_exempt
@require_POST
async def async_items(request: HttpRequest) -> JsonResponse:
    return items(request)


async def async_seen(request: HttpRequest, ms: int) -> JsonResponse:
    with seen.inside() as visit:
        await asyncio.sleep(ms / 1000)
        return JsonResponse(seen.told(visit))


async def async_seen_reset(request: HttpRequest) -> JsonResponse:
    return JsonResponse(seen.reset())


async_urls = [
    path("json", async_hello),
    path("wait/<int:ms>", async_wait),
    path("blocking/<int:ms>", async_blocking),
    path("cpu/<int:n>", async_cpu),
    path("items", async_items),
    path("seen/<int:ms>", async_seen),
    path("seen-reset", async_seen_reset),
]
urlpatterns = [
    path("json", hello),
    path("wait/<int:ms>", wait),
    path("blocking/<int:ms>", wait),
    path("cpu/<int:n>", cpu),
    path("items", items),
    path("seen/<int:ms>", seen_here),
    path("seen-reset", seen_reset),
    path("async/", include(async_urls)),
]

wsgi, asgi = get_wsgi_application(), get_asgi_application()
settings.MIDDLEWARE = []  # read when an application is made
bare_wsgi, bare_asgi = get_wsgi_application(), get_asgi_application()
