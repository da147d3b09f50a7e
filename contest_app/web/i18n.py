"""The page's language, and how texts, dates and numbers are written in it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from babel import negotiate_locale
from babel.dates import format_date, get_timezone
from babel.numbers import format_decimal
from flask import Flask, g, request, session
from flask_babel import Babel, get_locale
from flask_login import current_user
from markupsafe import Markup

from contest_app.config import Settings
from contest_app.languages import DEFAULT_LANGUAGE, LANGUAGES, Localised, in_language
from contest_app.web.assets import PACKAGE

#: English is written here as in Britain: the day before the month, as in Kazakh and Russian documents.
LOCALES: Final = {"en": "en_GB"}


def install(app: Flask, settings: Settings) -> None:
    """Set up gettext over the catalogues of every feature, and the filters of templates."""
    folders = sorted(str(folder) for folder in PACKAGE.glob("*/translations"))
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(folders)
    Babel(app, default_locale=DEFAULT_LANGUAGE, default_timezone=settings.time_zone, locale_selector=language)
    zone = get_timezone(settings.time_zone)

    def day(moment: datetime) -> str:
        return format_date(moment.astimezone(zone), "long", locale=LOCALES.get(language(), language()))

    def date(moment: datetime) -> Markup:
        return _time(moment, day(moment))

    def date_and_time(moment: datetime) -> Markup:
        return _time(moment, f"{day(moment)}, {moment.astimezone(zone):%H:%M}")

    app.context_processor(lambda: {"locale": language(), "languages": list(LANGUAGES.items())})
    app.add_template_filter(localised, "localised")
    app.add_template_filter(date, "date")
    app.add_template_filter(date_and_time, "datetime")
    app.add_template_filter(number, "number")


def language() -> str:
    """Return the language of this answer: chosen on this device, else the person's, else the browser's."""
    if "language" not in g:
        g.language = _chosen_language()
    chosen: str = g.language
    return chosen


def remember_language(code: str) -> None:
    """Keep the chosen language on this device."""
    session["language"] = code
    g.language = code


def localised(text: Localised) -> str:
    """Return the reader's version of a text in several languages."""
    return in_language(text, str(get_locale() or DEFAULT_LANGUAGE))


def number(value: float) -> str:
    """Write a number as the reader's language does, with at most two decimals."""
    return format_decimal(value, format="#,##0.##", locale=language())


def _chosen_language() -> str:
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    if current_user.is_authenticated:
        return str(current_user.language)
    return negotiate_locale(request.accept_languages.values(), LANGUAGES, sep="-") or DEFAULT_LANGUAGE


def _time(moment: datetime, words: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(moment.isoformat(timespec="seconds"), words)
