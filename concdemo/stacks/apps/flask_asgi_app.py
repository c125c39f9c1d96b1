"""The Flask app for an ASGI server: an adapter calls it on threads of its own."""

from a2wsgi import WSGIMiddleware

from concdemo.stacks.apps.flask_app import app as flask_app
from concdemo.stacks.table import THREADS

app = WSGIMiddleware(flask_app, workers=THREADS)  # type: ignore[arg-type]
