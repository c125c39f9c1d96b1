"""A Flask app given to an ASGI server as it is, and asked for a page.

It runs on a thread of the arm's process: whether an interface fits doesn't depend on where it
is tried.
"""

import http.client
import json
import logging
import socket
import threading
from typing import Any

from concdemo.errors import ArmFault
from concdemo.experiments.web.words import NOT_REACHED
from concdemo.stacks.answers import HELLO

ANSWER_S = 10.0
QUIET = logging.CRITICAL + 1


class Bare:
    """The app on Uvicorn, without the adapter that the stack beside it has.

    Args:
        app: Flask's, unless another is given.
    """

    def __init__(self, app: Any = None) -> None:
        import uvicorn

        if app is None:
            from concdemo.stacks.apps.flask_app import app
        logging.getLogger("uvicorn.error").setLevel(QUIET)  # it tells the same with each request
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._address: tuple[str, int] = self._socket.getsockname()
        self._server = uvicorn.Server(
            uvicorn.Config(app, lifespan="off", access_log=False, log_config=None)
        )
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )
        self._thread.start()

    def ask(self) -> dict[str, float]:
        """``unadapted-right``: 1 if the page came as the app means it, else 0; and the status.

        A connection that waits in the socket's queue is answered once the server has started.

        Raises:
            ArmFault: nothing was answered at all, which says nothing of the app's interface.
        """
        connection = http.client.HTTPConnection(*self._address, timeout=ANSWER_S)
        try:
            connection.request("GET", "/json")
            response = connection.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException) as error:
            raise ArmFault(NOT_REACHED.fill(error=repr(error))) from error
        finally:
            connection.close()
        right = response.status == http.client.OK and _is_hello(body)
        return {"unadapted-right": float(right), "unadapted-status": float(response.status)}

    def close(self) -> None:
        """End the server."""
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()


def _is_hello(body: bytes) -> bool:
    try:
        return bool(json.loads(body) == HELLO)
    except ValueError:
        return False
