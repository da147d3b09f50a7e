"""What items that are drawn have in common: a sheet with frames, lines given on it, and parts to be stamped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from contest_app.tasks.kinds.kind import Content, Form, Frame, Kind, Limits, Part, Scorer
from contest_app.tasks.rules.strokes import Canvas

_PATH: Final = {"type": "string", "pattern": "^[MLHVCSQTAZmlhvcsqtaz0-9 ,.-]+$", "maxLength": 2000}
_KEY: Final = {"$ref": "#/$defs/key"}
_TEXTS: Final = {"$ref": "#/$defs/texts"}
_SIDE: Final = {"type": "integer", "minimum": 100, "maximum": 1000}


def _list_of(fields: Mapping[str, Any], *, most: int) -> dict[str, Any]:
    each = {"type": "object", "required": list(fields), "additionalProperties": False, "properties": fields}
    return {"type": "array", "minItems": 1, "maxItems": most, "items": each}


#: JSON schema of the fields that every drawn item has; parts are drawn around the point 0, 0.
FIELDS: Final[Mapping[str, Any]] = {
    "canvas": {
        "type": "object",
        "required": ["width", "height"],
        "additionalProperties": False,
        "properties": {"width": _SIDE, "height": _SIDE},
    },
    "frames": _list_of({"key": _KEY, "label": _TEXTS, "given": {"type": "array", "items": _PATH}}, most=12),
    "parts": _list_of({"key": _KEY, "name": _TEXTS, "path": _PATH}, most=16),
}

#: Simple figures for items without parts of their own: whoever draws with keys alone puts them together.
FIGURES: Final = (
    ("line", {"kk": "Түзу", "ru": "Прямая", "en": "Line"}, "M-25 0L25 0"),
    ("arc", {"kk": "Доға", "ru": "Дуга", "en": "Arc"}, "M-25 10A27 27 0 0 1 25 10"),
    ("wave", {"kk": "Толқын", "ru": "Волна", "en": "Wave"}, "M-30 0Q-20 -16 -10 0T10 0T30 0"),
    ("circle", {"kk": "Дөңгелек", "ru": "Круг", "en": "Circle"}, "M-20 0A20 20 0 1 1 20 0A20 20 0 1 1 -20 0Z"),
    ("square", {"kk": "Шаршы", "ru": "Квадрат", "en": "Square"}, "M-18 -18H18V18H-18Z"),
    ("triangle", {"kk": "Үшбұрыш", "ru": "Треугольник", "en": "Triangle"}, "M0 -20L20 16H-20Z"),
    (
        "drop",
        {"kk": "Тамшы", "ru": "Капля", "en": "Drop"},
        "M0 -24C8 -10 16 -2 16 8A16 16 0 0 1 -16 8C-16 -2 -8 -10 0 -24Z",
    ),
    ("dot", {"kk": "Нүкте", "ru": "Точка", "en": "Dot"}, "M-4 0A4 4 0 1 1 4 0A4 4 0 1 1 -4 0Z"),
)


class Drawn(Kind):
    """An item that is answered on a canvas; people score it by a rubric, a program only counts."""

    form = Form.DRAWING
    scorers = (Scorer.PEOPLE,)
    most = Limits(ideas=12, characters=600)
    asked: ClassVar = {
        "kk": "Бұл не? Атын жаз немесе сөзбен сипатта",
        "ru": "Что это? Назови или опиши словами",
        "en": "What is it? Name it or describe it in words",
    }

    def canvas(self, content: Content) -> Canvas:
        """Return the sheet that is drawn on."""
        size, keys = content["canvas"], (part.key for part in self.parts(content, "en"))
        return Canvas(size["width"], size["height"], len(content["frames"]), frozenset(keys))

    def frames(self, content: Content, language: str) -> tuple[Frame, ...]:
        """Return the frames with the lines that are given in them."""
        return tuple(Frame(each["label"][language], tuple(each["given"])) for each in content["frames"])

    def parts(self, content: Content, language: str) -> tuple[Part, ...]:
        """Return what may be stamped: the item's own parts, or else simple figures."""
        own = ((each["key"], each["name"], each["path"]) for each in content.get("parts", ()))
        return tuple(Part(key, name[language], path) for key, name, path in tuple(own) or FIGURES)

    def slots(self, content: Content, language: str) -> tuple[str, ...]:
        """Return the names of the frames: what is drawn in each may be said in words."""
        return tuple(frame.label for frame in self.frames(content, language))
