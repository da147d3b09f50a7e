"""gunicorn's door."""

from contest_app import create_app

app = create_app()
