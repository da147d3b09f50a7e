"""A figure as it is printed, a table with its heading, and the file of all tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HEAD = "# Figures\n\nMade by `python -m benchmarks.scoring_figures DATA_FOLDER docs/scoring/figures.md`.\n"
_HEADING = "\n## "


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, a line of what is measured and on what, and a table."""

    title: str
    about: str
    header: tuple[str, ...]
    rows: Sequence[Sequence[str]]

    def markdown(self) -> str:
        """Return the section as Markdown, without the marks of its heading."""
        lines = [self.header, tuple("---" for _ in self.header), *self.rows]
        table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        return f"{self.title}\n\n{self.about}\n\n{table}\n"


def renewed(document: str, measured: Mapping[str, Section | None]) -> str:
    """Return the document of all tables, in the order of ``measured``, those with None as they were.

    Parameters
    ----------
    document
        The file as it was; empty for none.
    measured
        Sections by title.

    """
    old = {part.partition("\n")[0]: part for part in document.split(_HEADING)[1:]}
    parts = [section.markdown() if section else old.get(title, "") for title, section in measured.items()]
    return _HEADING.join([HEAD, *(part.rstrip("\n") + "\n" for part in parts if part)])


def shown(value: float | None) -> str:
    """Return a figure with two decimals, without the nought before the point.

    >>> shown(0.5), shown(-0.04), shown(1.0), shown(None)
    ('.50', '-.04', '1.00', '-')
    """
    return "-" if value is None else f"{value:.2f}".replace("0.", ".", 1)


def finely(value: float | None) -> str:
    """Return a figure with three decimals, without the nought before the point."""
    return "-" if value is None else f"{value:.3f}".replace("0.", ".", 1)


def share(part: int, whole: int) -> str:
    """Return a share in percent, with one decimal."""
    return f"{100 * part / whole:.1f} %" if whole else "-"
