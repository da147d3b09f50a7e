"""How gunicorn serves: two processes for two cores, threads for slow links."""

workers = 2
worker_class = "gthread"
threads = 16
timeout = 60
graceful_timeout = 10
keepalive = 30
preload_app = False
accesslog = None
errorlog = "-"
loglevel = "warning"
