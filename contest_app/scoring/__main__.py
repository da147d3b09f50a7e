"""``python -m contest_app.scoring``."""

import sys

from contest_app.scoring.cli import main

sys.exit(main())
