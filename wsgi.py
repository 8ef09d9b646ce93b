"""Entry point for gunicorn and the flask command."""

from taskboard import create_app

app = create_app()
