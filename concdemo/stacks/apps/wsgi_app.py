"""No framework: the bare interface that WSGI servers call, written out by hand."""

import json
import time
from collections.abc import Callable, Iterable
from typing import Any

from concdemo.stacks.answers import HELLO, BadItem, Seen, compute, read_item, totalled, waited

StartResponse = Callable[[str, list[tuple[str, str]]], object]

seen = Seen()


def app(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    status, answer = "200 OK", HELLO
    match environ["REQUEST_METHOD"], *environ["PATH_INFO"].strip("/").split("/"):
        case "GET", "json":
            pass
        case "GET", "wait" | "blocking", ms:
            time.sleep(int(ms) / 1000)
            answer = waited(int(ms))
        case "GET", "cpu", n:
            answer = compute(int(n))
        case "POST", "items":
            try:
                item = read_item(whole_body(environ))
                answer = totalled(item.name, item.price, item.quantity)
            except BadItem as error:
                status, answer = "422 Unprocessable Content", {"error": str(error)}
        case "GET", "seen", ms:
            with seen.inside() as visit:
                time.sleep(int(ms) / 1000)
                answer = seen.told(visit)
        case "GET", "seen-reset":
            answer = seen.reset()
        case _:
            status, answer = "404 Not Found", {"error": "not found"}
    body = json.dumps(answer).encode()
    start_response(
        status, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    )
    return [body]


def whole_body(environ: dict[str, Any]) -> bytes:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    body: bytes = environ["wsgi.input"].read(length)
    return body
