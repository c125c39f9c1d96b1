"""The Flask app for an ASGI server: an adapter calls it on threads of its own."""

from a2wsgi import WSGIMiddleware

from concdemo.stacks.apps.flask_app import app as flask_app

app = WSGIMiddleware(flask_app, workers=40)  # type: ignore[arg-type]
