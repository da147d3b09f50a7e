"""What a final run keeps for the class's report beside the scores: the map of ideas, and how much was understood."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from contest_app.scoring.idea_map import IdeaMap, draw_map
from contest_app.scoring.kazakh.lexicon import bundled_lexicon
from contest_app.scoring.kazakh.reading import reader_over
from contest_app.scoring.kazakh.understanding import understanding
from contest_app.scoring.pool import PoolScores, ScoredIdea
from contest_app.tasks.models import Idea
from contest_app.tasks.services.scoring.pool import Pool


def idea_map_of(scores: PoolScores, ideas: Iterable[tuple[Idea, ScoredIdea]]) -> IdeaMap:
    """Return the map of the ideas that count and may be shown; a circle is as large as its pupils are many."""
    pupils: dict[int, set[UUID]] = {}
    for idea, found in ideas:
        if found.valid and "distress" not in found.flags and found.idea in scores.means:
            pupils.setdefault(found.idea, set()).add(idea.response_id)
    means = {number: scores.means[number] for number in pupils}
    return draw_map(means, {number: len(own) for number, own in pupils.items()})


def unknown_share(pool: Pool) -> float | None:
    """Return the share of the class's Kazakh words that the lexicon does not know; None in other languages."""
    if pool.question.language != "kk" or not pool.ideas:
        return None
    reader = reader_over(bundled_lexicon())
    return round(understanding(reader, [idea.text for idea in pool.ideas]).unknown_rate, 4)
