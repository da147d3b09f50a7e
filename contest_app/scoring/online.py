"""A grouped pool that takes in one idea after the other, before the run over the whole pool is made again.

What is said of an idea here is provisional. Its vectors, the gate's flags and its distance to others' ideas are those
that the run over the pool would find; its groups may change, for a run over the pool builds them anew.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from contest_app.scoring.answers import Answers, PoolIdea, read_answers
from contest_app.scoring.bare import bare_text
from contest_app.scoring.calibration import Calibration, calibration_for
from contest_app.scoring.corrections import Correction
from contest_app.scoring.distances import Distances, Given, Surroundings
from contest_app.scoring.encoders import Encoder, Float32Array
from contest_app.scoring.gate import Flag, Question, blocks
from contest_app.scoring.gate.judging import flags_of_each
from contest_app.scoring.gate.meaning import Meaning
from contest_app.scoring.grouping import group_wordings, sure_cut
from contest_app.scoring.placement import Placement, Places, places_of
from contest_app.scoring.rater.viewing import in_context
from contest_app.scoring.text import normalise


class OnlinePool:
    """The ideas of a pool in their groups, ready for the next idea.

    Parameters
    ----------
    question
        What was asked.
    ideas
        The pool so far.
    encoder, meaning, calibration, corrections
        As for `pool.score_pool`.

    """

    def __init__(
        self,
        question: Question,
        ideas: Sequence[PoolIdea],
        *,
        encoder: Encoder,
        meaning: Meaning | None = None,
        calibration: Calibration | None = None,
        corrections: Sequence[Correction] = (),
    ) -> None:
        self._question, self._encoder, self._meaning = question, encoder, meaning
        cut = calibration or calibration_for(encoder.name, question.language)
        answers = read_answers(ideas, question, meaning)
        wordings = list(answers.wordings.values())
        rows = self._alone(list(answers.wordings))
        valid = np.array([wording.valid for wording in wordings], dtype=np.bool_)
        self._centring = cut.centring(rows[valid])
        grouping = group_wordings(wordings, rows, cut, corrections)
        counted = [wording.text for wording in wordings if wording.valid]
        self._places: Places = places_of(
            self._centring.centred(rows[valid]),
            [grouping.ideas[text] for text in counted],
            [grouping.categories[text] for text in counted],
            cut.at(len(counted)),
        )
        self._sure_places = replace(self._places, cut=sure_cut(cut, len(counted)))
        self._people = {person: number for number, person in enumerate(sorted({idea.person for idea in ideas}))}
        self._surroundings = self._surroundings_of(answers)

    def place(self, text: str) -> Placement:
        """Return the groups that an idea would join, numbered as in the scores of the pool."""
        places = self._sure_places if blocks(self.flags(text)) else self._places
        return places.place(self._centring.centred(self._alone([normalise(text)])))[0]

    def flags(self, text: str) -> tuple[Flag, ...]:
        """Return what the gate says of an idea by itself."""
        return flags_of_each([normalise(text)], self._question, self._meaning)[0]

    def distance(self, person: str, text: str) -> Distances:
        """Return an idea's distance to the nearest ideas of other people, with its error: one of each."""
        own = np.array([self._people.get(person, len(self._people))], dtype=np.int64)
        return self._surroundings.distances(self._in_context([normalise(text)]), Given(np.zeros(1, np.int64), own))

    def _alone(self, texts: Sequence[str]) -> Float32Array:
        question = self._question
        bare = [bare_text(text, question.prompt, question.language) for text in texts]
        return self._encoder.encode(bare, question.language)

    def _in_context(self, texts: Sequence[str]) -> Float32Array:
        return self._encoder.encode(
            [in_context(self._question.prompt, text) for text in texts], self._question.language
        )

    def _surroundings_of(self, answers: Answers) -> Surroundings:
        counted = [wording for wording in answers.wordings.values() if wording.valid]
        pairs = [(row, self._people[person]) for row, wording in enumerate(counted) for person in wording.people]
        rows, people = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        return Surroundings(self._in_context([wording.text for wording in counted]), Given(rows, people))
