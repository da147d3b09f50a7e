"""How a norm sample is called before readers."""

from __future__ import annotations

from typing import Final

from flask_babel import gettext as _

from contest_app.tasks.routes import bp

#: The name under which the invented answers of the demonstration are kept.
DEMONSTRATION: Final = "demo"


@bp.app_template_filter("sample")
def sample_title(name: str) -> str:
    """Return what readers call the norm sample of this name, fit for the middle of a sentence."""
    title: str = _("the demonstration sample") if name == DEMONSTRATION else _("the sample “%(name)s”", name=name)
    return title
