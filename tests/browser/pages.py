"""Every page of every role. A new page is put here, or in ``NOT_PAGES`` with its reason, or a test fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from flask import Flask

from contest_app.tasks.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Place:
    """One page as one person sees it.

    ``person`` is a key of the demo's people, None for a visitor; ``arguments`` map those of the endpoint
    to keys of the demo's rows; ``endpoint`` None stands for an address that leads nowhere.
    """

    role: str
    name: str
    endpoint: str | None
    person: str | None
    arguments: Mapping[str, str]
    status: int = HTTPStatus.OK

    @property
    def key(self) -> str:
        """How tests and pictures name the page."""
        return f"{self.role}/{self.name}"

    def address(self, app: Flask, rows: Mapping[str, str]) -> str:
        """Return the page's address on a site with these rows."""
        if self.endpoint is None:
            return "/there-is-no-such-page"
        values: dict[str, Any] = {name: rows[key] for name, key in self.arguments.items()}
        with app.test_request_context():
            return app.url_for(self.endpoint, **values)


def _place(place: str, endpoint: str | None, person: str | None = None, /, **arguments: str) -> Place:
    role, _, name = place.partition("/")
    return Place(role, name, endpoint, person, arguments)


def _refused(place: str, endpoint: str | None, status: int, person: str | None = None, /, **arguments: str) -> Place:
    role, _, name = place.partition("/")
    return Place(role, name, endpoint, person, arguments, status)


VISITOR: Final = [
    _place("visitor/start", "accounts.start"),
    _place("visitor/sign-in", "accounts.sign_in"),
    _place("visitor/slip", "accounts.slip", code="slip_code"),
    _refused("visitor/slip-unknown", "accounts.slip", HTTPStatus.UNPROCESSABLE_ENTITY, code="wrong_code"),
    _place("visitor/class-roster", "accounts.class_roster", code="class_code"),
    _place("visitor/class-member", "accounts.class_member", code="class_code", student_id="student"),
    _place("visitor/contests", "contests.listing"),
    _place("visitor/contest-open", "contests.contest_page", contest_id="open_contest"),
    _place("visitor/contest-judging", "contests.contest_page", contest_id="judging_contest"),
    _place("visitor/contest-finished", "contests.contest_page", contest_id="judged_contest"),
    _place("visitor/results", "judging.public_results", contest_id="judged_contest"),
    _place("visitor/jury-invitation", "judging.joining", token="invitation_token"),
    _refused("visitor/jury-invitation-unknown", "judging.joining", HTTPStatus.NOT_FOUND, token="wrong_code"),
    _place("visitor/check-form", "records.check_form"),
    _place("visitor/check", "records.check", public_id="public_id"),
    _refused("visitor/check-unknown", "records.check", HTTPStatus.NOT_FOUND, public_id="wrong_public_id"),
    _refused("visitor/not-found", None, HTTPStatus.NOT_FOUND),
    _place("visitor/offline", "tasks.offline"),
    _place("visitor/style-guide", "web.style_guide"),
]
PUPIL: Final = [
    _place("pupil/welcome", "accounts.welcome", "pupil_waiting"),
    _place("pupil/home-waiting", "tasks.home", "pupil_waiting"),
    _place("pupil/home-done", "tasks.home", "pupil_done"),
    _place("pupil/instruction", "tasks.sitting", "pupil_waiting", sitting_id="open_sitting"),
    _place("pupil/answer", "tasks.answer", "pupil_writing", response_id="open_response"),
    _place("pupil/submitted", "tasks.submitted", "pupil_early", response_id="early_response"),
    _place("pupil/result-for-now", "tasks.result", "pupil_early", response_id="early_response"),
    _place("pupil/result-final", "tasks.result", "pupil_done", response_id="done_response"),
    _place("pupil/result-drawn", "tasks.result", "pupil_drew", response_id="drawn_response"),
    _place("pupil/path", "profiles.my_path", "pupil_done"),
    _place("pupil/path-rated", "profiles.my_path", "pupil_rated"),
    _place("pupil/path-none", "profiles.my_path", "pupil_new"),
    _place("pupil/contests", "contests.listing", "pupil_waiting"),
    _place("pupil/enter", "contests.enter", "pupil_drafting", contest_id="open_contest"),
    _place("pupil/entries", "contests.my_entries", "pupil_drafting"),
    _place("pupil/entries-none", "contests.my_entries", "pupil_without_entries"),
    _place("pupil/entry-draft", "contests.edit_entry", "pupil_drafting", entry_id="draft_entry"),
    _place("pupil/entry-submitted", "contests.entry_page", "pupil_author", entry_id="judged_entry"),
    _place("pupil/certificates", "records.my_certificates", "pupil_author"),
    _place("pupil/certificates-none", "records.my_certificates", "pupil_without_entries"),
    _refused("pupil/not-allowed", "accounts.classes", HTTPStatus.FORBIDDEN, "pupil_waiting"),
]
TEACHER: Final = [
    _place("teacher/classes", "accounts.classes", "teacher"),
    _place("teacher/new-class", "accounts.new_class", "teacher"),
    _place("teacher/class", "accounts.class_page", "teacher", class_id="class"),
    _place("teacher/slips", "accounts.slips", "teacher", class_id="class"),
    _place("teacher/student", "accounts.student_page", "teacher", class_id="class", student_id="student"),
    _place("teacher/class-paths", "profiles.class_profiles", "teacher", class_id="class"),
    _place("teacher/path", "profiles.student_profile", "teacher", class_id="class", student_id="ward"),
    _place("teacher/path-rated", "profiles.student_profile", "teacher", class_id="class", student_id="pupil_rated"),
    _place("teacher/class-support", "tasks.class_support", "teacher", class_id="class"),
    _place("teacher/support", "tasks.support", "teacher", class_id="class", student_id="student"),
    _place("teacher/sittings", "tasks.sittings", "teacher"),
    _place("teacher/new-sitting", "tasks.new_sitting", "teacher"),
    _place("teacher/new-sitting-ready", "tasks.new_ready_sitting", "teacher", slug="ready_form"),
    _place("teacher/sitting-open", "tasks.class_sitting", "teacher", sitting_id="open_sitting"),
    _place("teacher/sitting-closed", "tasks.class_sitting", "teacher", sitting_id="closed_sitting"),
    _place("teacher/class-results", "tasks.class_results", "teacher", sitting_id="closed_sitting"),
    _place(
        "teacher/class-pupil",
        "tasks.class_pupil",
        "teacher",
        sitting_id="closed_sitting",
        student_id="pupil_done",
    ),
    _place(
        "teacher/drawing",
        "tasks.class_drawing",
        "teacher",
        sitting_id="drawn_sitting",
        response_id="drawn_response",
    ),
    _place("teacher/paper-find", "tasks.find_sheet", "teacher"),
    _place("teacher/paper", "tasks.class_paper", "teacher", sitting_id="open_sitting"),
    _place("teacher/paper-sheets", "tasks.paper_sheets", "teacher", sitting_id="open_sitting"),
    _place(
        "teacher/paper-entry",
        "tasks.paper_entry",
        "teacher",
        sitting_id="open_sitting",
        student_id="pupil_waiting",
        item_id="open_item",
    ),
    _place(
        "teacher/paper-choice",
        "tasks.paper_entry",
        "teacher",
        sitting_id="closed_sitting",
        student_id="pupil_done",
        item_id="done_item",
    ),
    _place("teacher/saved-file", "tasks.saved_file", "teacher", sitting_id="open_sitting"),
    _place("teacher/questions", "tasks.questions", "teacher"),
    _place("teacher/question", "tasks.question", "teacher", question_id="question"),
    _place("teacher/groups", "tasks.class_groups", "teacher", sitting_id="closed_sitting", run_id="final_run"),
    _place("teacher/ratings", "ratings.home", "teacher"),
    _place("teacher/rating-story", "ratings.turn", "teacher", turn_id="story_turn"),
    _place("teacher/rating-drawing", "ratings.turn", "teacher", turn_id="drawing_turn"),
    _place("teacher/rating-done", "ratings.turn", "teacher", turn_id="settled_turn"),
    _place("teacher/class-ratings", "ratings.class_ratings", "teacher", sitting_id="rated_sitting"),
    _place("teacher/items", "tasks.items", "teacher"),
    _place("teacher/item", "tasks.item", "teacher", slug="item"),
    _place("teacher/enter", "contests.enter", "other_teacher", contest_id="open_contest"),
    _place("teacher/entries", "contests.my_entries", "teacher"),
    _place("teacher/certificates", "records.my_certificates", "teacher"),
]
JUROR: Final = [
    _place("juror/inbox", "judging.inbox", "juror"),
    _place("juror/invitation", "judging.joining", "juror", token="invitation_token"),
    _place("juror/inbox-unsigned", "judging.inbox", "new_juror"),
    _place("juror/profile", "judging.own_profile", "new_juror", round_id="judging_round"),
    _place("juror/people", "judging.own_ties", "new_juror", round_id="judging_round"),
    _place("juror/declaration", "judging.declaration", "new_juror", round_id="judging_round"),
    _place("juror/declaration-signed", "judging.declaration", "juror", round_id="judging_round"),
    _place("juror/people-signed", "judging.own_ties", "juror", round_id="judging_round"),
    _place("juror/sheet", "judging.scoresheet", "juror", assignment_id="open_assignment"),
    _place("juror/sheet-submitted", "judging.scoresheet", "juror_done", assignment_id="done_assignment"),
]
CHAIR: Final = [
    _place("chair/inbox", "judging.inbox", "chair"),
    _place("chair/account-protected", "accounts.account", "chair"),
    _place("chair/second-factor-moved", "accounts.own_second_factor", "chair"),
    _place("chair/round-judging", "judging.chair_round", "chair", round_id="judging_round"),
    _place("chair/round-judged", "judging.chair_round", "chair", round_id="judged_round"),
    _place("chair/analysis", "judging.chair_analysis", "chair", round_id="judged_round"),
    _place("chair/analysis-early", "judging.chair_analysis", "chair", round_id="judging_round"),
]
ORGANIZER: Final = [
    _place("organizer/contests", "contests.organized", "organizer"),
    _place("organizer/account", "accounts.account", "organizer"),
    _place("organizer/second-factor", "accounts.own_second_factor", "organizer"),
    _place("organizer/presets", "contests.choose_preset", "organizer"),
    _place("organizer/new-contest", "contests.new_contest", "organizer", slug="preset"),
    _place("organizer/contest-open", "contests.organized_contest", "organizer", contest_id="open_contest"),
    _place("organizer/contest-judged", "contests.organized_contest", "organizer", contest_id="judged_contest"),
    _place("organizer/basics", "contests.edit_basics", "organizer", contest_id="open_contest"),
    _place("organizer/groups", "contests.edit_groups", "organizer", contest_id="open_contest"),
    _place("organizer/criteria", "contests.edit_criteria", "organizer", contest_id="open_contest"),
    _place("organizer/terms", "contests.edit_terms", "organizer", contest_id="open_contest"),
    _place("organizer/form", "contests.entry_fields", "organizer", contest_id="open_contest"),
    _place("organizer/form-preview", "contests.preview_entry_form", "organizer", contest_id="open_contest"),
    _place(
        "organizer/form-field",
        "contests.edit_entry_field",
        "organizer",
        contest_id="open_contest",
        key="choice_field",
    ),
    _place(
        "organizer/new-field",
        "contests.new_entry_field",
        "organizer",
        contest_id="open_contest",
        kind="new_field_kind",
    ),
    _place("organizer/received", "contests.received", "organizer", contest_id="judged_contest"),
    _place("organizer/received-none", "contests.received", "organizer", contest_id="open_contest"),
    _place("organizer/received-entry", "contests.received_entry", "organizer", entry_id="judged_entry"),
    _place("organizer/likeness", "likeness.listing", "organizer", contest_id="judging_contest"),
    _place("organizer/likeness-none", "likeness.listing", "organizer", contest_id="judged_contest"),
    _place(
        "organizer/likeness-pair",
        "likeness.pair",
        "organizer",
        contest_id="judging_contest",
        entry_id="later_entry",
        other_id="earlier_entry",
    ),
    _place("organizer/round-none", "judging.organizer_round", "organizer", contest_id="open_contest"),
    _place("organizer/round-judging", "judging.organizer_round", "organizer", contest_id="judging_contest"),
    _place("organizer/round-judged", "judging.organizer_round", "organizer", contest_id="judged_contest"),
    _place("organizer/plans", "judging.plans", "organizer", contest_id="judging_contest"),
    _place("organizer/plan", "judging.plan", "organizer", contest_id="judging_contest", draft_id="plan"),
    _place(
        "organizer/plan-impossible", "judging.plan", "organizer", contest_id="judging_contest", draft_id="no_plan"
    ),
    _place(
        "organizer/entry-jurors",
        "judging.entry_jurors",
        "organizer",
        contest_id="judging_contest",
        entry_id="entry_in_judging",
    ),
    _place("organizer/new-invitation", "judging.new_invitation", "organizer", contest_id="judging_contest"),
    _place(
        "organizer/invitation",
        "judging.invitation",
        "organizer",
        contest_id="judging_contest",
        invitation_id="waiting_invitation",
    ),
    _place(
        "organizer/invitation-taken",
        "judging.invitation",
        "organizer",
        contest_id="judging_contest",
        invitation_id="taken_invitation",
    ),
    _place("organizer/seat-unsigned", "judging.seat", "organizer", contest_id="judging_contest", user_id="new_juror"),
    _place("organizer/seat", "judging.seat", "organizer", contest_id="judging_contest", user_id="seated_juror"),
    _place("organizer/results", "judging.preview_results", "organizer", contest_id="judged_contest"),
    _place("organizer/analysis", "judging.organizer_analysis", "organizer", contest_id="judged_contest"),
    _place("organizer/diplomas", "records.organized", "organizer"),
    _place("organizer/certificates", "records.certificates", "organizer", contest_id="judged_contest"),
    _place("organizer/revoke", "records.revoke_form", "organizer", certificate_id="certificate"),
]
OTHERS: Final = [
    _place("methodologist/ratings-overview", "ratings.overview", "methodologist"),
    _place("methodologist/region-reports", "reports.listing", "methodologist"),
    _place("methodologist/region-report", "reports.report", "methodologist", report_id="region_report"),
    _place("methodologist/items", "tasks.items", "methodologist"),
    _place("methodologist/item", "tasks.item", "methodologist", slug="item"),
    _place("methodologist/item-form", "tasks.edit_item", "methodologist", slug="item"),
    _place("methodologist/item-voice", "tasks.item_voice", "methodologist", slug="item"),
    _place("methodologist/item-change-own", "tasks.item_change", "methodologist", proposal_id="item_proposal"),
    _place("administrator/item-changes", "tasks.item_changes", "administrator"),
    _place("administrator/item-change", "tasks.item_change", "administrator", proposal_id="item_proposal"),
    _place("administrator/people", "accounts.people", "administrator"),
    _place("administrator/new-person", "accounts.new_person", "administrator"),
    _place("administrator/schools", "accounts.schools", "administrator"),
    _place("administrator/new-school", "accounts.new_school", "administrator"),
    _place("administrator/school", "accounts.school_page", "administrator", school_id="school"),
    _place("administrator/edit-school", "accounts.edit_school", "administrator", school_id="school"),
    _place("administrator/care-none", "tasks.care", "administrator"),
    _place("administrator/audits", "records.audits", "administrator"),
    _place("psychologist/care", "tasks.care", "psychologist"),
    _place("guardian/children", "accounts.children", "guardian"),
    _place("guardian/child", "profiles.child", "guardian", student_id="ward"),
    _place("guardian/work", "profiles.child_work", "guardian", student_id="ward", response_id="ward_response"),
]
#: Every kind of task as a pupil answers it and reads of it, and the sittings that hold them as their teacher does.
ANSWERS: Final = [
    _place(f"kinds/answer-{kind}", "tasks.answer", f"writer_{kind}", response_id=f"writing_{kind}") for kind in KINDS
]
RESULTS: Final = [
    _place(f"kinds/result-{kind}", "tasks.result", f"doer_{kind}", response_id=f"done_{kind}") for kind in KINDS
]
OVER: Final = [
    _place(f"kinds/class-results-{kind}", "tasks.class_results", "other_teacher", sitting_id=f"over_{kind}")
    for kind in ("alternative_uses", "ask_questions", "short_story", "drawing", "design")
]
RUNNING: Final = [
    _place(f"kinds/sitting-{kind}", "tasks.class_sitting", "other_teacher", sitting_id=f"running_{kind}")
    for kind in ("alternative_uses", "design")
]
EVERY_KIND: Final = [*ANSWERS, *RESULTS, *OVER, *RUNNING]
PLACES: Final = [*VISITOR, *PUPIL, *TEACHER, *JUROR, *CHAIR, *ORGANIZER, *OTHERS, *EVERY_KIND]

#: What answers a GET and is no page, each with its reason.
NOT_PAGES: Final[Mapping[str, str]] = {
    "ratings.photo": "a picture, in the page of a drawing that is rated",
    "ratings.training_csv": "a file",
    "accounts.second_step": "opens between password and code alone; test_second_factor looks at it",
    "accounts.first_second_factor": "the same before coming in",
    "tasks.worker": "a script, which keeps the page of a task on the device",
    "web.health": "says in JSON that the process answers",
    "tasks.bank_voice": "a sound, in the pages of an item",
    "tasks.task_voice": "a sound, in the page of a task that is read aloud",
    "tasks.instruction_voice": "a sound, in the page before a task that is read aloud",
    "tasks.result_state": "JSON, asked by the waiting result page",
    "tasks.class_progress": "JSON, by which the page of a sitting renews itself",
    "tasks.class_results_csv": "a file",
    "tasks.own_photo": "a picture, in the page of a drawing",
    "tasks.sheet": "leads from the code on a sheet of paper to its entry",
    "profiles.child_photo": "a picture, in the page of a child's drawing",
    "tasks.class_photo": "a picture, in the page of a pupil's drawing",
    "tasks.class_results_xlsx": "a file",
    "reports.report_xlsx": "a file",
    "reports.report_csv": "a file",
    "contests.entry_file": "a file",
    "contests.received_file": "a file",
    "likeness.picture": "a picture, in the page of two works side by side",
    "contests.export_entries": "a file",
    "judging.entry_file": "a file",
    "judging.export_results": "a file",
    "judging.published_content": "a file",
    "judging.allocation_state": "JSON, asked by the waiting page of a round",
    "judging.plan_state": "JSON, asked by the waiting page of a plan",
    "records.my_document": "a file",
    "records.issued_document": "a file",
    "records.export_certificates": "a file",
    "records.export_audit": "a file",
}
