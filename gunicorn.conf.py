"""How gunicorn serves: processes so that a short save does not wait behind pages, threads for slow links.

Measured for two cores (`benchmarks/sitting_load.md`): with two processes of 16 threads a twentieth of the saves of
500 pupils at one bell took longer than 1.2 s, with four of 8 threads 0.4 s.
"""

workers = 4
worker_class = "gthread"
threads = 8
timeout = 60
graceful_timeout = 10
keepalive = 30
preload_app = False
accesslog = None
errorlog = "-"
loglevel = "warning"
