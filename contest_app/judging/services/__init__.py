"""Acts of judging. ``allocation`` loads a solver and is for the runner of jobs alone."""
