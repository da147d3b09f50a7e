"""A pool of people's ideas to one prompt, scored as a whole.

The order in which the ideas come in changes nothing: texts are sorted before they are encoded and
grouped, and all counts are of distinct people.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from contest_app.scoring.answers import Answers, Pool, PoolIdea, read_answers, rows_of
from contest_app.scoring.bare import bare_text
from contest_app.scoring.calibration import Calibration, calibration_for
from contest_app.scoring.corrections import Correction, Overridden, digest_part
from contest_app.scoring.distances import Distances, Given, neighbour_distances
from contest_app.scoring.elaboration import elaboration
from contest_app.scoring.encoders import Encoder, Float32Array
from contest_app.scoring.estimate import Estimate
from contest_app.scoring.gate import Question, blocks
from contest_app.scoring.gate.meaning import Meaning
from contest_app.scoring.gate.version import gate_version
from contest_app.scoring.grouping import Grouping, group_wordings
from contest_app.scoring.idea_means import idea_means
from contest_app.scoring.person import PersonScores, score_people
from contest_app.scoring.rarity import Counts, rarity, share_interval
from contest_app.scoring.rater.model import Rater
from contest_app.scoring.rater.viewing import in_context, view_of_vectors
from contest_app.scoring.scored import Rating, ScoredIdea
from contest_app.scoring.text import normalise
from contest_app.scoring.versions import digest_of, scorer_version

__all__ = ["Estimate", "PersonScores", "Pool", "PoolIdea", "PoolScores", "ScoredIdea", "score_pool"]


@dataclass(frozen=True, slots=True)
class PoolScores:
    """The scores of a pool: by idea (aligned with the input), by person, and what they rest on.

    Labels are the medoid's own words, or the name that people gave; a group none of whose texts may be shown has
    no label. ``overridden`` is what of the corrections does not hold. ``means`` are the (d,) mean vectors of the
    ideas of those who were asked, by number: for a picture, no score rests on them.
    """

    ideas: tuple[ScoredIdea, ...]
    people: Mapping[str, PersonScores]
    idea_labels: Mapping[int, str]
    category_labels: Mapping[int, str]
    overridden: tuple[Overridden, ...]
    means: Mapping[int, Float32Array] = field(compare=False)  # arrays know no plain equality
    version: str
    input_hash: str
    pool_hash: str


def score_pool(  # noqa: PLR0913 -- keywords, each a part that a caller may leave out
    prompt: str,
    language: str,
    ideas: Sequence[PoolIdea],
    *,
    encoder: Encoder,
    rater: Rater | None = None,
    meaning: Meaning | None = None,
    calibration: Calibration | None = None,
    corrections: Sequence[Correction] = (),
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
        From ``load_encoder``.
    rater
        The one that belongs to the encoder; without it no idea has a rating.
    meaning
        Tells the gate what no list of words does, from ``gate.meaning.load_meaning``; without it words alone tell.
    calibration
        Of the encoder for the language; without it the one that ships under the encoder's name.
    corrections
        What people set right in the groups, in the order in which they did.

    """
    calibration = calibration or calibration_for(encoder.name, language)
    answers = read_answers(ideas, Question(prompt, language), meaning)
    alone = encoder.encode([bare_text(text, prompt, language) for text in answers.wordings], language)
    context = encoder.encode([in_context(prompt, text) for text in answers.wordings], language)
    grouping = group_wordings(list(answers.wordings.values()), alone, calibration, corrections)
    distances = _distances(ideas, answers, context)
    vectors = _Vectors(encoder.encode([normalise(prompt)], language)[0], alone, context)
    ratings = _ratings(rater, Question(prompt, language), answers, vectors, distances) if rater else {}
    scored = tuple(_score_ideas(ideas, answers, grouping, distances, ratings, language))
    return PoolScores(
        ideas=scored,
        people=score_people(ideas, scored),
        idea_labels=grouping.idea_labels,
        category_labels=grouping.category_labels,
        overridden=grouping.overridden,
        means=idea_means(answers.wordings.values(), alone, grouping.ideas, calibration, _population(ideas).asked),
        version=scorer_version(encoder, calibration, gate_version(meaning), rater.version if rater else None),
        input_hash=digest_of(prompt, language, digest_part(corrections), rows=rows_of(ideas)),
        pool_hash=digest_of(rows=rows_of(ideas)),
    )


def _distances(ideas: Sequence[PoolIdea], answers: Answers, vectors: Float32Array) -> Distances:
    """Return each idea's distance to others' ideas, all read as answers to the prompt.

    A text is encoded behind the prompt: the same words mean another thing for another object, and
    raters' originality follows these distances better than those of the bare texts.
    """
    people = {person: number for number, person in enumerate(sorted({idea.person for idea in ideas}))}
    row = {text: number for number, text in enumerate(answers.wordings)}
    pairs = [
        (row[wording.text], people[person])
        for wording in answers.wordings.values()
        if wording.valid
        for person in sorted(wording.people)
    ]
    given = np.array([row[text] for text in _first_texts(answers)], dtype=np.int64)
    owners = np.array([people[idea.person] for idea in ideas], dtype=np.int64)
    return neighbour_distances(vectors, Given(given, owners), Given(*np.array(pairs, np.int64).reshape(-1, 2).T))


def _first_texts(answers: Answers) -> list[str]:
    """Return each idea's text, or that of the person's own earlier idea that it repeats."""
    return [
        answers.texts[index if original is None else original] for index, original in enumerate(answers.originals)
    ]


@dataclass(frozen=True, slots=True)
class _Vectors:
    """The prompt's unit vector, and those of the wordings: bare, and behind the prompt."""

    prompt: Float32Array
    bare: Float32Array
    context: Float32Array


def _ratings(
    rater: Rater, question: Question, answers: Answers, vectors: _Vectors, distances: Distances
) -> Mapping[str, Rating]:
    """Return what trained people would give, by wording."""
    texts = list(answers.wordings)
    view = view_of_vectors(
        prompt=vectors.prompt,
        language=question.language,
        texts=texts,
        context=vectors.context,
        bare=vectors.bare,
        distances=_of_wordings(answers, distances),
    )
    return rater.ratings(question.prompt, question.language, texts, view)


def _of_wordings(answers: Answers, distances: Distances) -> npt.NDArray[np.float64]:
    """Return each wording's distance, the mean over those who gave it; NaN where nobody else gave an idea."""
    row = {text: number for number, text in enumerate(answers.wordings)}
    first = np.array([original is None for original in answers.originals], dtype=np.bool_)
    counted = first & ~np.isnan(distances.values)
    rows = np.array([row[answers.texts[index]] for index in np.flatnonzero(counted)], dtype=np.int64)
    sums = np.bincount(rows, weights=distances.values[counted], minlength=len(row))
    times = np.bincount(rows, minlength=len(row))
    means: npt.NDArray[np.float64] = np.divide(sums, times, out=np.full(len(row), np.nan), where=times > 0)
    return means


@dataclass(frozen=True, slots=True)
class _Population:
    """The people of a pool, and those of them who belong to the norm sample."""

    everybody: frozenset[str]
    sample: frozenset[str]

    @property
    def asked(self) -> frozenset[str]:
        """Those who were asked together."""
        return self.everybody - self.sample

    def counts(self, people: frozenset[str]) -> Counts:
        """Return how many of whom had an idea."""
        sampled = len(people & self.sample)
        asked = len(self.everybody) - len(self.sample)
        return Counts(len(people) - sampled, asked, sampled, len(self.sample))


def _population(ideas: Sequence[PoolIdea]) -> _Population:
    asked = {idea.person for idea in ideas if not idea.sample}
    everybody = frozenset(idea.person for idea in ideas)
    return _Population(everybody, everybody - asked)


def _score_ideas(
    ideas: Sequence[PoolIdea],
    answers: Answers,
    grouping: Grouping,
    distances: Distances,
    ratings: Mapping[str, Rating],
    language: str,
) -> Iterator[ScoredIdea]:
    population = _population(ideas)
    counts = {number: population.counts(people) for number, people in grouping.people.items()}
    lengths = {text: elaboration(text, language) for text in {idea.text for idea in ideas}}
    for index, (idea, flags, text) in enumerate(zip(ideas, answers.flags, _first_texts(answers), strict=True)):
        own = counts[grouping.ideas[text]]
        low, high = share_interval(own.having, own.pool)
        yield ScoredIdea(
            valid=not blocks(flags),
            flags=tuple(flag.value for flag in flags),
            idea=grouping.ideas[text],
            category=grouping.categories[text],
            people=own.having,
            pool_people=own.pool,
            sample_people=own.sample_people,
            pool_sample=own.sample,
            people_share=own.having / own.pool,
            share_low=low,
            share_high=high,
            rarity=rarity(own).value,
            rarity_se=rarity(own).standard_error,
            distance=_known(distances.values[index]),
            distance_se=_known(distances.errors[index]),
            rating=ratings.get(text),
            elaboration=lengths[idea.text],
            duplicate_of=answers.originals[index],
        )


def _known(number: np.float64) -> float | None:
    return None if math.isnan(number) else float(number)
