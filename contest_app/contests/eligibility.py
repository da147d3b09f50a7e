"""Who may enter a contest, and why or why not in words: no database, no request."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from contest_app.errors import Refusal
from contest_app.languages import N_


class DistrictOutside(Refusal):
    """The contest is for schools of other districts."""

    message = N_("This contest is for schools of some districts, and the pupil’s school is not in one of them.")


class EntriesUsedUp(Refusal):
    """The pupil has as many entries as the contest takes from one person."""

    message = N_("This contest takes at most %(most)d entries from one person, and they are all there.")


class SupervisorMissing(Refusal):
    """The contest asks for a supervisor."""

    message = N_("This contest asks for a supervisor: tick that your teacher helps you with this work.")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of entering: an English msgid with its facts; ``is_met`` is None for what is only told."""

    message: str
    is_met: bool | None
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Applicant:
    """What of a pupil decides: grade, district of the school, and how many live entries there are by nomination."""

    grade: int
    district: str | None
    entries: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a contest: grades of its age groups, and what its settings say."""

    grades: Collection[int]
    districts: Sequence[str]
    entries_a_person: int | None
    one_entry_a_nomination: bool
    nominations: int
    supervisor: str

    @classmethod
    def of(
        cls, eligibility: Mapping[str, Any], *, grades: Collection[int], nominations: int, supervisor: str
    ) -> Terms:
        """Return the terms from what a contest keeps."""
        return cls(
            grades=grades,
            districts=eligibility["districts"],
            entries_a_person=eligibility["entries_a_person"],
            one_entry_a_nomination=eligibility["one_entry_a_nomination"],
            nominations=nominations,
            supervisor=supervisor,
        )

    def check(self, who: Applicant) -> None:
        """Raise DistrictOutside or EntriesUsedUp unless the pupil may begin another entry."""
        if not self._is_district_met(who):
            raise DistrictOutside
        if self.entries_a_person is not None and sum(who.entries.values()) >= self.entries_a_person:
            raise EntriesUsedUp(most=self.entries_a_person)

    def conditions(self, who: Applicant) -> list[Condition]:
        """Return every condition with whether the pupil meets it, in the order in which they are told."""
        return [
            self._grade(who),
            *self._district(who),
            *self._entries(who),
            *self._nominations(who),
            *self._supervisor(),
        ]

    def _is_district_met(self, who: Applicant) -> bool:
        return not self.districts or who.district in self.districts

    def _grade(self, who: Applicant) -> Condition:
        if who.grade in self.grades:
            return Condition(N_("Your grade, %(grade)d, takes part."), is_met=True, facts={"grade": who.grade})
        return Condition(
            N_("This contest has no age group for grade %(grade)d."), is_met=False, facts={"grade": who.grade}
        )

    def _district(self, who: Applicant) -> list[Condition]:
        if not self.districts:
            return []
        if self._is_district_met(who):
            return [Condition(N_("Your school is in one of the districts of the contest."), is_met=True)]
        return [Condition(N_("The contest is for other districts than that of your school."), is_met=False)]

    def _entries(self, who: Applicant) -> list[Condition]:
        most, there = self.entries_a_person, sum(who.entries.values())
        if most is None:
            return []
        message = N_("One person may hand in at most %(most)d entries; you have %(there)d.")
        return [Condition(message, is_met=there < most, facts={"most": most, "there": there})]

    def _nominations(self, who: Applicant) -> list[Condition]:
        if not self.one_entry_a_nomination:
            return [Condition(N_("There may be several entries in one nomination."), is_met=None)]
        if not who.entries:
            return [Condition(N_("One nomination takes one entry from each pupil."), is_met=None)]
        message = N_("One nomination takes one entry from each pupil. You already have one in: %(names)s.")
        is_met = len(who.entries) < self.nominations
        return [Condition(message, is_met=is_met, facts={"names": ", ".join(who.entries)})]

    def _supervisor(self) -> list[Condition]:
        if self.supervisor != "required":
            return []
        return [Condition(N_("A supervisor is needed: your teacher, whom you name in the entry."), is_met=None)]
