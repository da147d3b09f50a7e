"""The demo's contests: one judged and published, one being judged, one open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app.accounts.models import User
from contest_app.contests import queries as contest_queries
from contest_app.contests import services as contest_services
from contest_app.contests.models import Contest, Entry
from contest_app.contests.presets import Preset, read_industries, read_preset
from contest_app.contests.rules import Schedule
from contest_app.contests.services import SentFile, Work
from contest_app.demo.files import DemoFiles
from contest_app.demo.people import People
from contest_app.judging.declaration import Declaration
from contest_app.judging.models import Assignment, Round
from contest_app.judging.queries import joining as joining_queries
from contest_app.judging.queries import rounds as round_queries
from contest_app.judging.queries import sheets as sheet_queries
from contest_app.judging.rules import Duty, Given
from contest_app.judging.services import joining, results, rounds, scoresheets
from contest_app.judging.services.rounds import Seat
from contest_app.judging.standings import suggested_award
from contest_app.records import services as records


class DemoContests:
    """Plays contests with the demo's people, each act at its moment."""

    def __init__(self, session: Session, people: People, files: DemoFiles, *, bank: Path, uploads: Path) -> None:
        self.session = session
        self.people = people
        self.files = files
        self.bank = bank
        self.uploads = uploads

    def play_judged(self, now: datetime) -> Contest:
        """Play a contest from the call to the published results, which came out a day before ``now``."""
        preset = self._preset(self.files.judged)
        ends_at = now - timedelta(days=2)
        contest = self._open(preset, ends_at - timedelta(days=preset.days.entries + preset.days.judging))
        entries = self._enter_all(contest, self.files.judged)
        round_ = self._seat_jury(contest, self.files.judged)
        self._judge(round_, entries)
        self._publish(contest, now - timedelta(days=1))
        return contest

    def play_being_judged(self, now: datetime) -> Contest:
        """Play a contest whose entries closed three days before ``now``: the jury is at work."""
        preset = self._preset(self.files.being_judged)
        contest = self._open(preset, now - timedelta(days=preset.days.entries + 3))
        self._enter_all(contest, self.files.being_judged)
        round_ = self._seat_jury(contest, None)
        rounds.request_allocation(
            self.session, round_, actor=self.people.staff["organizer"], now=contest.closes_at + timedelta(hours=1)
        )
        return contest

    def play_open(self, slug: str, now: datetime) -> Contest:
        """Open next year's round of a contest five days before ``now``: anybody may enter."""
        preset = read_preset(self.bank, slug)
        name = {language: f"{text} – {now.year + 1}" for language, text in preset.name.model_dump().items()}
        return self._open(preset, now - timedelta(days=5), name)

    def _preset(self, data: Mapping[str, Any]) -> Preset:
        return read_preset(self.bank, data["contest"])

    def _open(self, preset: Preset, opens_at: datetime, name: Mapping[str, str] | None = None) -> Contest:
        schedule = Schedule.lasting(opens_at, entries_days=preset.days.entries, judging_days=preset.days.judging)
        contest = contest_services.create_contest(
            self.session,
            preset,
            industries=read_industries(self.bank),
            schedule=schedule,
            actor=self.people.staff["organizer"],
            now=opens_at - timedelta(days=7),
            name=name,
        )
        self.session.flush()  # entries and rounds refer to the contest by key
        return contest

    def _enter_all(self, contest: Contest, data: Mapping[str, Any]) -> dict[str, Entry]:
        return {row["key"]: self._enter(contest, row) for row in data["entries"]}

    def _enter(self, contest: Contest, row: Mapping[str, Any]) -> Entry:
        """Begin, fill, attach and hand in one entry on its day."""
        now = contest.opens_at + timedelta(days=row["day"] - 1, hours=6)
        owner, *others = [self.people.students[key] for key in row["authors"]]
        nomination = next(each for each in contest.nominations if each.key == row["nomination"])
        draft = contest_services.begin_entry(
            self.session, contest, owner, nomination=nomination, language=row["language"], actor=owner.user, now=now
        )
        self.session.flush()  # the entry is read back with all that its form needs
        entry = contest_queries.entry_of(self.session, owner.user_id, draft.id)
        if entry is None:
            raise LookupError(f"entry {row['key']} was not kept")
        work = Work(
            revision=entry.revision,
            nomination_id=nomination.id,
            language=row["language"],
            values={key: value for key, value in row["fields"].items() if not self._is_file(contest, key)},
            coauthors=[student.user_id for student in others],
            full_names={self.people.students[key].user_id: self.people.full_names[key] for key in row["authors"]},
            is_supervised=bool(row.get("supervisor")),
        )
        contest_services.save_entry(self.session, entry, work, actor=owner.user, now=now + timedelta(minutes=40))
        self._attach(contest, entry, row, now + timedelta(minutes=45))
        contest_services.submit_entry(self.session, entry, actor=owner.user, now=now + timedelta(minutes=50))
        self.session.flush()  # judging reads submitted entries
        return entry

    def _attach(self, contest: Contest, entry: Entry, row: Mapping[str, Any], now: datetime) -> None:
        for field in contest.form:
            name = row["fields"].get(field["key"])
            if field["kind"] == "file" and name:
                path = self.files.folder / name
                sent = SentFile(path.name, path.read_bytes())
                contest_services.attach_file(
                    self.session, entry, field, sent, uploads_dir=self.uploads, actor=entry.owner, now=now
                )

    def _is_file(self, contest: Contest, key: str) -> bool:
        return any(field["key"] == key and field["kind"] == "file" for field in contest.form)

    def _seat_jury(self, contest: Contest, data: Mapping[str, Any] | None) -> Round:
        organizer = self.people.staff["organizer"]
        now = contest.closes_at - timedelta(days=1)
        rounds.prepare_round(self.session, contest, actor=organizer, now=now)
        self.session.flush()  # members refer to the round by key
        round_ = self._round(contest)
        for row in self.files.school["staff"]:
            duty = Duty.JUDGE if "judge" in row["roles"] else Duty.CHAIR if row.get("jury") == "chair" else None
            if duty is not None:
                expertise = [each.key for each in contest.nominations if each.key in row.get("expertise", [])]
                seat = Seat(duty=duty, languages=row["languages"], expertise=expertise)
                person = self.people.staff[row["key"]]
                rounds.seat_member(self.session, round_, person, seat, actor=organizer, now=now)
                self._sign_declaration(round_, person, now)
        if data is not None:
            self._declare_conflicts(round_, contest, data, now)
        return round_

    def _sign_declaration(self, round_: Round, person: User, now: datetime) -> None:
        self.session.flush()  # the seat is read back with its profile
        seat = joining_queries.own_seat(self.session, person.id, round_.id)
        if seat is None:
            raise LookupError(f"{person.display_name} was not seated")
        text = Declaration.read(self.bank)
        joining.sign(self.session, seat, text, person.language, person.display_name, actor=person, now=now)

    def _round(self, contest: Contest) -> Round:
        round_ = round_queries.round_of(self.session, contest.id)
        if round_ is None:
            raise LookupError(f"no round was prepared for {contest.preset}")
        return round_

    def _declare_conflicts(self, round_: Round, contest: Contest, data: Mapping[str, Any], now: datetime) -> None:
        titles = {row["key"]: row["fields"]["title"] for row in data["entries"]}
        entries = {entry.title: entry for entry in contest_queries.submitted_entries(self.session, contest.id)}
        for row in self.files.school["conflicts"]:
            judge = self.people.staff[row["judge"]]
            entry = entries[titles[row["entry"]]]
            note = row["note"][judge.language]
            rounds.declare_conflict(self.session, round_, judge.id, entry, note, actor=judge, now=now)

    def _judge(self, round_: Round, entries: Mapping[str, Entry]) -> None:
        """Give each entry to the jurors of the file and hand their sheets in, spread over the days of judging."""
        round_.allocated_at = round_.opens_at
        places: dict[UUID, int] = {}
        for row in self.files.judged["entries"]:
            for review in row["reviews"]:
                judge = self.people.staff[review["judge"]]
                place = places[judge.id] = places.get(judge.id, 0) + 1
                self._review(round_, entries[row["key"]], judge.id, place, review)

    def _review(self, round_: Round, entry: Entry, judge_id: UUID, place: int, review: Mapping[str, Any]) -> None:
        assignment = Assignment(
            round_id=round_.id, entry_id=entry.id, judge_id=judge_id, position=place, created_at=round_.opens_at
        )
        self.session.add(assignment)
        self.session.flush()  # the sheet is read back with its round and entry
        sheet = sheet_queries.locked_assignment(self.session, judge_id, assignment.id)
        if sheet is None:
            raise LookupError(f"no sheet for {judge_id}")
        first, *_ = review["marks"]
        given = {
            key: Given(value=value, comment=review["comment"] if key == first else "")
            for key, value in review["marks"].items()
        }
        judge = next(person for person in self.people.staff.values() if person.id == judge_id)
        now = round_.opens_at + timedelta(days=place, hours=place)
        scoresheets.submit_scoresheet(self.session, sheet, given, actor=judge, now=now)

    def _publish(self, contest: Contest, now: datetime) -> None:
        """Confirm as the chair, give the awards, publish and ask for certificates as the organizer."""
        self.session.flush()  # the round is read back with the groups in which it ranks
        round_ = self._round(contest)
        rounds.confirm_results(self.session, round_, actor=self.people.staff["chair"], now=now)
        awards = self._awards(round_, contest)
        organizer = self.people.staff["organizer"]
        results.publish_results(self.session, round_, awards, actor=organizer, now=now)
        self.session.flush()  # certificates are made from the published sheet
        records.request_certificates(self.session, contest, actor=organizer, now=now)

    def _awards(self, round_: Round, contest: Contest) -> dict[UUID, str]:
        """Return the awards that the places bring, and the grand prix for the best work of all."""
        standings = [each for group in results.standings_of(self.session, round_).values() for each in group]
        suggested = {each.competitor.entry: suggested_award(each, contest.awards) for each in standings}
        best = max(standings, key=lambda each: each.score or 0)
        grand_prix = next(str(award["key"]) for award in contest.awards if award["scope"] == "contest")
        return {entry: key for entry, key in suggested.items() if key} | {best.competitor.entry: grand_prix}
