"""How a pupil comes in: by the slip's code or QR, or from the class roster; then a nickname and a language."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from contest_app.accounts import queries, services
from contest_app.accounts.forms import ClassCodeForm, SlipForm, WelcomeForm
from contest_app.accounts.login import current_actor
from contest_app.accounts.models import SchoolClass, Student
from contest_app.accounts.nicknames import Nicknames
from contest_app.accounts.routes import bp
from contest_app.accounts.routes.signing import sign_in_browser
from contest_app.accounts.rules import WrongCode
from contest_app.clock import utcnow
from contest_app.languages import LANGUAGES
from contest_app.roles import Role
from contest_app.web.access import only, public
from contest_app.web.boundary import reading, settings, transaction
from contest_app.web.device import device_id
from contest_app.web.errors import told
from contest_app.web.i18n import language, remember_language
from contest_app.web.navigation import first_page

SUGGESTIONS: Final = 6


@bp.post("/slip")
@public
def check_slip() -> ResponseReturnValue:
    """Take a code typed from a slip and ask whether it is the right pupil."""
    form = SlipForm()
    if not form.validate_on_submit():
        return _start_again(form, ClassCodeForm())
    if _student_with(form.code.data) is None:
        form.code.errors = [told(WrongCode())]
        return _start_again(form, ClassCodeForm())
    return redirect(url_for(".slip", code=form.code.data), code=303)


@bp.get("/s/<code>")
@public
def slip(code: str) -> ResponseReturnValue:
    """Ask "is this you?": nothing is bound by looking, only by the button."""
    student = _student_with(code)
    if student is None:
        return _no_such_slip()
    return render_template("accounts/slip.html", student=student, code=code)


@bp.post("/s/<code>")
@public
def bind_device(code: str) -> ResponseReturnValue:
    """Sign the pupil in on this device."""
    student = _student_with(code)
    if student is None:
        return _no_such_slip()
    sign_in_browser(student.user, timedelta(days=settings().device_days))
    return redirect(first_page() if student.joined_at else url_for(".welcome"), code=303)


@bp.post("/class")
@public
def check_class() -> ResponseReturnValue:
    """Take a class code and open the roster."""
    form = ClassCodeForm()
    if not form.validate_on_submit():
        return _start_again(SlipForm(), form)
    school_class = _class_with(form.code.data)
    if school_class is None:
        form.code.errors = [told(WrongCode())]
        return _start_again(SlipForm(), form)
    return redirect(url_for(".class_roster", code=school_class.code), code=303)


@bp.get("/class/<code>")
@public
def class_roster(code: str) -> ResponseReturnValue:
    """Show the names of the class; the code opens this and nothing else."""
    school_class = _class_with(code) or abort(404)
    return render_template("accounts/class_roster.html", school_class=school_class, students=_present(school_class))


@bp.route("/class/<code>/<uuid:student_id>", methods=["GET", "POST"])
@public
def class_member(code: str, student_id: UUID) -> ResponseReturnValue:
    """Ask the pupil who was chosen from the roster for the own slip's code."""
    school_class = _class_with(code) or abort(404)
    student = next((one for one in _present(school_class) if one.user_id == student_id), None) or abort(404)
    form = SlipForm()
    status = 200
    if request.method == "POST":
        if form.validate_on_submit() and _is_code_of(student, form.code.data):
            sign_in_browser(student.user, timedelta(days=settings().device_days))
            return redirect(first_page() if student.joined_at else url_for(".welcome"), code=303)
        form.code.errors = form.code.errors or [told(WrongCode())]
        status = 422
    page = render_template("accounts/class_member.html", school_class=school_class, student=student, form=form)
    return page, status


@bp.get("/welcome")
@only(Role.STUDENT)
def welcome() -> ResponseReturnValue:
    """Let the pupil choose a language and a nickname."""
    return render_template("accounts/welcome.html", form=_welcome_form())


@bp.post("/welcome")
@only(Role.STUDENT)
def choose_nickname() -> ResponseReturnValue:
    """Keep the nickname and the language."""
    form = _welcome_form()
    if not form.validate_on_submit():
        return render_template("accounts/welcome.html", form=form), 422
    with transaction() as session:
        student = queries.student(session, current_actor().id) or abort(404)
        services.choose_nickname(session, student, form.nickname.data, form.language.data, now=utcnow())
    remember_language(form.language.data)
    return redirect(first_page(), code=303)


def _start_again(slip_form: SlipForm, class_form: ClassCodeForm) -> ResponseReturnValue:
    return render_template("accounts/start.html", slip_form=slip_form, class_form=class_form), 422


def _no_such_slip() -> ResponseReturnValue:
    form = SlipForm(formdata=None)
    form.code.errors = [told(WrongCode())]
    return _start_again(form, ClassCodeForm(formdata=None))


def _student_with(code: str) -> Student | None:
    with transaction() as session:
        return services.check_code(session, code, secret=settings().secret, device_id=device_id(), now=utcnow())


def _class_with(code: str) -> SchoolClass | None:
    with transaction() as session:
        return services.check_class_code(session, code, device_id=device_id(), now=utcnow())


def _is_code_of(student: Student, code: str) -> bool:
    with transaction() as session:
        return services.check_code_of(
            session, student, code, secret=settings().secret, device_id=device_id(), now=utcnow()
        )


def _present(school_class: SchoolClass) -> list[Student]:
    present = [student for student in school_class.students if student.left_at is None]
    return sorted(present, key=lambda student: student.user.sort_key)


def _welcome_form() -> WelcomeForm:
    student = current_actor().student or abort(404)
    chosen = request.values.get("language", language())
    if chosen not in LANGUAGES:
        abort(400)
    form = WelcomeForm(data={"language": chosen, "round": _suggestion_round()})
    names = _suggestions(student, chosen)
    if student.nickname and _suggestion_round() == 0:
        names = [student.nickname, *names][:SUGGESTIONS]
    form.nickname.choices = [SelectChoice(name) for name in names]
    return form


def _suggestion_round() -> int:
    return request.values.get("round", 0, type=int)


def _suggestions(student: Student, chosen: str) -> list[str]:
    with reading() as session:
        taken = {one.nickname for one in queries.roster(session, student.class_id) if one.nickname}
    words = Nicknames.read(settings().item_bank_dir / "nicknames.yaml")
    return words.suggest(chosen, SUGGESTIONS, taken, seed=f"{student.user_id}:{_suggestion_round()}")
