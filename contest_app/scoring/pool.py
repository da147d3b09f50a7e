"""A pool of people's ideas to one prompt, scored as a whole.

The order in which the ideas come in changes nothing: texts are sorted before they are encoded and
grouped, and all counts are of distinct people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from contest_app.scoring.answers import Answers, Pool, PoolIdea, read_answers, rows_of
from contest_app.scoring.calibration import calibration_for
from contest_app.scoring.elaboration import elaboration
from contest_app.scoring.encoders import Encoder
from contest_app.scoring.estimate import Estimate
from contest_app.scoring.grouping import Grouping, group_wordings
from contest_app.scoring.originality import neighbour_distances, rarity, share_interval
from contest_app.scoring.person import PersonScores, score_people
from contest_app.scoring.scored import ScoredIdea
from contest_app.scoring.text import without_prompt
from contest_app.scoring.validity import Question, blocks
from contest_app.scoring.versions import digest_of, scorer_version

__all__ = ["Estimate", "PersonScores", "Pool", "PoolIdea", "PoolScores", "ScoredIdea", "score_pool"]


@dataclass(frozen=True, slots=True)
class PoolScores:
    """The scores of a pool: by idea (aligned with the input), by person, and what they rest on.

    Labels are the medoid's own words; a group none of whose texts may be shown has no label.
    """

    ideas: tuple[ScoredIdea, ...]
    people: Mapping[str, PersonScores]
    idea_labels: Mapping[int, str]
    category_labels: Mapping[int, str]
    version: str
    input_hash: str
    pool_hash: str


def score_pool(
    prompt: str, language: str, ideas: Sequence[PoolIdea], *, encoder: Encoder, seed: int = 0
) -> PoolScores:
    """Score all ideas of a pool and the people who had them.

    Parameters
    ----------
    prompt
        The object as the pupils read it; it is the context of the distances.
    language
        ``"kk"``, ``"ru"`` or ``"en"``.
    ideas
        All ideas of all people, in any order.
    encoder
        From ``load_encoder``; its calibration is found by its name.
    seed
        Of the bootstrap behind the standard errors.

    Raises TooManyIdeas for more distinct ideas than exact linkage takes.

    """
    calibration = calibration_for(encoder.name, language)
    answers = read_answers(ideas, Question(prompt, language))
    vectors = encoder.encode([without_prompt(text, prompt) for text in answers.wordings], language)
    grouping = group_wordings(list(answers.wordings.values()), vectors, calibration)
    distances = _distances(prompt, language, ideas, answers, encoder)
    scored = _score_ideas(ideas, answers, grouping, distances, language)
    return PoolScores(
        ideas=scored,
        people=score_people(ideas, scored, seed),
        idea_labels=grouping.idea_labels,
        category_labels=grouping.category_labels,
        version=scorer_version(encoder, calibration),
        input_hash=digest_of(prompt, language, str(seed), rows=rows_of(ideas)),
        pool_hash=digest_of(rows=rows_of(ideas)),
    )


def _distances(
    prompt: str, language: str, ideas: Sequence[PoolIdea], answers: Answers, encoder: Encoder
) -> list[float | None]:
    """Return each idea's distance to others' ideas, all read as answers to the prompt.

    A text is encoded behind the prompt: the same words mean another thing for another object, and
    raters' originality follows these distances better than those of the bare texts.
    """
    people = {person: number for number, person in enumerate(sorted({idea.person for idea in ideas}))}
    row = {text: number for number, text in enumerate(answers.wordings)}
    vectors = encoder.encode([f"{prompt.lower()}: {text}" for text in row], language)
    first = [index if original is None else original for index, original in enumerate(answers.originals)]
    own_rows = np.array([row[answers.texts[index]] for index in first], dtype=np.int64)
    pairs = [
        (row[wording.text], people[person])
        for wording in answers.wordings.values()
        if wording.valid
        for person in sorted(wording.people)
    ]
    other_rows, other_owners = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return neighbour_distances(
        vectors[own_rows],
        np.array([people[idea.person] for idea in ideas], dtype=np.int64),
        vectors[other_rows],
        other_owners,
    )


def _score_ideas(
    ideas: Sequence[PoolIdea],
    answers: Answers,
    grouping: Grouping,
    distances: Sequence[float | None],
    language: str,
) -> tuple[ScoredIdea, ...]:
    pool_people = len({idea.person for idea in ideas})
    scored = []
    for index, (idea, flags, original) in enumerate(zip(ideas, answers.flags, answers.originals, strict=True)):
        text = answers.texts[index if original is None else original]
        people = grouping.people[grouping.ideas[text]]
        low, high = share_interval(people, pool_people)
        scored.append(
            ScoredIdea(
                valid=not blocks(flags),
                flags=tuple(flag.value for flag in flags),
                idea=grouping.ideas[text],
                category=grouping.categories[text],
                people=people,
                pool_people=pool_people,
                people_share=people / pool_people,
                share_low=low,
                share_high=high,
                rarity=rarity(people, pool_people),
                distance=distances[index],
                elaboration=elaboration(idea.text, language),
                duplicate_of=original,
            )
        )
    return tuple(scored)
