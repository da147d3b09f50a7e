"""Work for the machine, done after the commit: outbox rows, the embedded runner, the Celery worker."""
