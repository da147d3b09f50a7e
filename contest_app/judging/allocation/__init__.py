"""Who marks which entry: a problem goes in, a plan comes out, or the reasons why there is none.

``problem`` and ``facts`` are plain values that any process may read. ``planning.allocate`` and
``planning.plan_again`` load OR-tools, so only the runner of jobs and the command line import them.
"""
