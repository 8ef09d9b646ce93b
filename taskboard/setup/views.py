"""Setting a new installation up in the browser, behind a one-time link; afterwards nothing of it answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.accounts import queries as accounts
from taskboard.accounts.account_views import slips_of
from taskboard.accounts.link_views import private
from taskboard.accounts.models import LinkKind
from taskboard.domain.authority import Permission, Role
from taskboard.domain.errors import RuleBroken
from taskboard.imports import actions as imports
from taskboard.imports.models import ImportKind
from taskboard.imports.template import FILE_NAMES, write_template
from taskboard.imports.wording import fault_text
from taskboard.journal.actions import Acting
from taskboard.occasion import Occasion, occasion_of
from taskboard.outbox import actions as outbox
from taskboard.outbox import message as messages
from taskboard.outbox.delivery import holder_name, send_at_once
from taskboard.outbox.wording import reason_text
from taskboard.reports.body import Body
from taskboard.settings import queries as city_settings
from taskboard.setup import actions, queries
from taskboard.setup.draft import BodyKind, Draft, DraftPerson, DraftUnit, Step
from taskboard.setup.forms import (
    SLOTS,
    AdministratorForm,
    BodyForm,
    PeopleForm,
    ServicesForm,
    TestMailForm,
    UnitsForm,
    WorkbookForm,
)
from taskboard.setup.presets import ADMINISTRATOR_TITLE, PRESETS, usual_title
from taskboard.units.models import UnitKind
from taskboard.web import labels
from taskboard.web.context import core, now, settings, today
from taskboard.web.filters import moment_text
from taskboard.web.forms import BaseForm
from taskboard.web.guard import attempt, guard
from taskboard.web.language import counted as _n
from taskboard.web.limits import takes_files
from taskboard.web.uploads import upload_of

bp = Blueprint("setup", __name__, template_folder="templates")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FAULTS_SHOWN = 50
View = Callable[..., ResponseReturnValue]


def _noop(message: str) -> str:
    """Marks a message for translation where it stands; the page that shows it translates."""
    return message


TITLES = {
    Step.BODY: _noop("Cơ quan"),
    Step.UNITS: _noop("Đơn vị"),
    Step.ADMINISTRATOR: _noop("Người quản trị"),
    Step.PEOPLE: _noop("Lãnh đạo, Văn phòng"),
    Step.SERVICES: _noop("Thư, lịch, an toàn"),
    Step.FINISH: _noop("Hoàn tất"),
}


def through_link(step: Step | None) -> Callable[[View], View]:
    """Open a page of the set-up: 404 once it is done, 410 for a link that is no more, back to what is missing before."""

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(token: str, **places: Any) -> ResponseReturnValue:
            if not queries.is_open():
                abort(404)
            link = accounts.open_link(token, core().clock.real_now())
            draft = queries.draft()
            show_as_drafted(draft)
            if link is None or link.kind is not LinkKind.SETUP:
                return private(render_template("setup/closed.html", is_ended=True), 410)
            if step is not None and not draft.may_open(step):
                return redirect(url_for(f"setup.{draft.next_step.value}", token=token))
            return _private(view(token, draft, **places))

        return opened

    return decorate


def show_as_drafted(draft: Draft) -> None:
    """The pages bear the name and the emblem given so far."""
    g.body_name, g.emblem = draft.name, draft.emblem


def _private(answer: ResponseReturnValue) -> Response:
    """Pages behind the token are kept by no cache."""
    response = make_response(answer)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@bp.get("/setup")
@guard(Permission.PUBLIC)
def setup() -> ResponseReturnValue:
    """Without a link: where to get one. 404 once it is done."""
    if not queries.is_open():
        abort(404)
    show_as_drafted(queries.draft())
    return render_template("setup/closed.html", is_ended=False)


@bp.get("/setup/<token>")
@guard(Permission.PUBLIC)
@through_link(None)
def start(token: str, draft: Draft) -> ResponseReturnValue:
    """To the first step that was not saved yet."""
    return redirect(url_for(f"setup.{draft.next_step.value}", token=token))


def _page(
    template: str, token: str, draft: Draft, here: Step, *, status: int | None = None, **more: Any
) -> tuple[str, int]:
    steps = [
        {
            "title": _(TITLES[step]),
            "url": url_for(f"setup.{step.value}", token=token) if draft.may_open(step) else "",
            "is_here": step is here,
            "is_done": step in draft.done,
        }
        for step in Step
    ]
    form = more.get("form")
    is_refused = isinstance(form, BaseForm) and form.has_errors
    page = render_template(f"setup/{template}.html", token=token, draft=draft, steps=steps, **more)
    return page, status or (422 if is_refused else 200)


def _after(step: Step, token: str) -> ResponseReturnValue:
    """The step behind this one: whoever went back to change something goes on from there."""
    order = list(Step)
    return redirect(url_for(f"setup.{order[order.index(step) + 1].value}", token=token))


@bp.route("/setup/<token>/body", methods=["GET", "POST"])
@takes_files
@guard(Permission.PUBLIC)
@through_link(Step.BODY)
def body(token: str, draft: Draft) -> ResponseReturnValue:
    form = BodyForm()
    if request.method == "GET":
        form.kind.data, form.name.data = draft.kind.value, draft.name
        form.began_on.data = draft.began_on or PRESETS[draft.kind].began_on
    elif form.validate():
        with attempt(form) as outcome:
            actions.say_body(
                draft,
                kind=BodyKind(form.kind.data),
                name=form.name.data or "",
                began_on=form.began_on.given,
                emblem=_emblem_said(form),
                today=today(),
                real_now=core().clock.real_now(),
            )
        if outcome.succeeded:
            return _after(Step.BODY, token)
    return _page("body", token, draft, Step.BODY, form=form)


def _emblem_said(form: BodyForm) -> actions.Emblem:
    file = request.files.get("emblem")
    upload = upload_of(file.filename, file.read()) if file else None
    return actions.Emblem(settings().files_dir, upload, is_dropped=bool(form.drops_emblem.data))


@bp.route("/setup/<token>/units", methods=["GET", "POST"])
@guard(Permission.PUBLIC)
@through_link(Step.UNITS)
def units(token: str, draft: Draft) -> ResponseReturnValue:
    """The usual ones, to be changed, dropped and added to; more by name, or from a workbook."""
    form = UnitsForm() if request.method == "POST" else _units_form(draft)
    if request.method == "POST" and form.validate():
        is_done = "next" in request.form
        with attempt(form) as outcome:
            actions.say_units(draft, _units_said(form), is_done=is_done, real_now=core().clock.real_now())
        if outcome.succeeded:
            flash(_("Đã lưu danh sách đơn vị."), "done")
            return _after(Step.UNITS, token) if is_done else redirect(url_for("setup.units", token=token))
    return _units_page(token, draft, form, WorkbookForm())


def _units_page(
    token: str,
    draft: Draft,
    form: UnitsForm,
    workbook: WorkbookForm,
    faults: list[tuple[int, str, str]] | None = None,
    *,
    status: int | None = None,
) -> ResponseReturnValue:
    return _page(
        "units", token, draft, Step.UNITS, status=status, form=form, workbook=workbook, faults=faults or []
    )


def _units_form(draft: Draft) -> UnitsForm:
    """A ward has no wards below it: what is added there are its neighbourhoods and other places."""
    has_wards = draft.kind in (BodyKind.CITY_2021, BodyKind.PROVINCE)
    more_kind, rows = UnitKind.WARD if has_wards else UnitKind.AGENCY, draft.units
    form = UnitsForm(formdata=None, more_kind=more_kind.value)
    for row in rows:
        form.rows.append_entry(
            {
                "key": row.key,
                "aliases": "\n".join(row.aliases),
                "phone": row.phone,
                "is_kept": True,
                "name": row.name,
                "short_name": row.short_name,
                "kind": row.kind.value,
                "email": row.email,
            }
        )
    return form


def _units_said(form: UnitsForm) -> list[DraftUnit]:
    kept = [
        DraftUnit(
            kind=UnitKind(row["kind"]),
            name=row["name"] or "",
            short_name=row["short_name"] or "",
            aliases=tuple(line for line in (row["aliases"] or "").splitlines() if line.strip()),
            email=row["email"] or "",
            phone=row["phone"] or "",
            key=row["key"] or "",
        )
        for row in form.rows.data
        if row["is_kept"]
    ]
    more = [
        DraftUnit(kind=UnitKind(form.more_kind.data), name=line)
        for line in (form.more.data or "").splitlines()
    ]
    return actions.joined(kept, more)


@bp.post("/setup/<token>/units/import")
@takes_files
@guard(Permission.PUBLIC)
@through_link(Step.UNITS)
def import_units(token: str, draft: Draft) -> ResponseReturnValue:
    """Units of a workbook join the list; a workbook with a fault adds nothing and says where."""
    workbook, upload = WorkbookForm(), request.files.get("workbook")
    if not workbook.validate() or upload is None or not upload.filename:
        workbook.refuse(_("Đề nghị chọn tệp."), "workbook")
        return _refused_workbook(token, draft, workbook, [])
    try:
        reading = imports.read(ImportKind.UNITS, upload.read(), on=_occasion())
    except RuleBroken as broken:
        workbook.refuse(labels.broken_rule(broken), "workbook")
        return _refused_workbook(token, draft, workbook, [])
    if not reading.is_clean:
        faults = [(fault.row, fault.column, fault_text(fault)) for fault in reading.faults[:FAULTS_SHOWN]]
        return _refused_workbook(token, draft, workbook, faults)
    rows = actions.joined(draft.units, actions.units_of(reading))
    with attempt(workbook) as outcome:
        actions.say_units(draft, rows, is_done=False, real_now=core().clock.real_now())
    if not outcome.succeeded:
        return _refused_workbook(token, draft, workbook, [])
    flash(_n("Đã thêm %(count)s đơn vị từ tệp.", count=len(rows) - len(draft.units)), "done")
    return redirect(url_for("setup.units", token=token))


def _refused_workbook(
    token: str, draft: Draft, workbook: WorkbookForm, faults: list[tuple[int, str, str]]
) -> ResponseReturnValue:
    return _units_page(token, draft, _units_form(draft), workbook, faults, status=422)


@bp.get("/setup/<token>/units/template.xlsx")
@guard(Permission.PUBLIC)
@through_link(Step.UNITS)
def units_template(token: str, draft: Draft) -> ResponseReturnValue:
    file = BytesIO(write_template(ImportKind.UNITS, {}))
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=FILE_NAMES[ImportKind.UNITS])


@bp.route("/setup/<token>/administrator", methods=["GET", "POST"])
@guard(Permission.PUBLIC)
@through_link(Step.ADMINISTRATOR)
def administrator(token: str, draft: Draft) -> ResponseReturnValue:
    form, said = AdministratorForm(), draft.administrator
    if request.method == "GET" and said is not None:
        form.full_name.data, form.sign_in_name.data = said.full_name, said.sign_in_name
        form.email.data, form.way.data = said.email, "now" if said.password_hash else "link"
    elif request.method == "POST" and form.validate():
        with attempt(form) as outcome:
            _say_administrator(draft, form)
        if outcome.succeeded:
            return _after(Step.ADMINISTRATOR, token)
    return _page(
        "administrator",
        token,
        draft,
        Step.ADMINISTRATOR,
        form=form,
        shortest=city_settings.value_on("password_min_length", today()),
    )


def _say_administrator(draft: Draft, form: AdministratorForm) -> None:
    actions.say_administrator(
        draft,
        DraftPerson(
            role=Role.ADMINISTRATOR,
            full_name=form.full_name.data or "",
            sign_in_name=form.sign_in_name.data or "",
            title=ADMINISTRATOR_TITLE,
            email=form.email.data or "",
        ),
        password=(form.password.data or "") if form.way.data == "now" else None,
        now=now(),
        real_now=core().clock.real_now(),
    )


@bp.route("/setup/<token>/people", methods=["GET", "POST"])
@guard(Permission.PUBLIC)
@through_link(Step.PEOPLE)
def people(token: str, draft: Draft) -> ResponseReturnValue:
    """Leaders and the Office, now or later."""
    form = PeopleForm() if request.method == "POST" else _people_form(draft)
    if request.method == "POST" and form.validate():
        with attempt(form) as outcome:
            actions.say_people(draft, _people_said(draft, form), real_now=core().clock.real_now())
        if outcome.succeeded:
            return _after(Step.PEOPLE, token)
    return _page("people", token, draft, Step.PEOPLE, form=form)


def _people_form(draft: Draft) -> PeopleForm:
    """What was said, and empty places up to what each role usually has."""
    form = PeopleForm(formdata=None)
    for role, places in SLOTS:
        said = [one for one in draft.people if one.role is role]
        for one in said:
            form.rows.append_entry(
                {
                    "role": role.value,
                    "full_name": one.full_name,
                    "title": one.title,
                    "sign_in_name": one.sign_in_name,
                    "email": one.email,
                }
            )
        for _place in range(places - len(said)):
            form.rows.append_entry({"role": role.value, "title": usual_title(role, draft.kind)})
    return form


def _people_said(draft: Draft, form: PeopleForm) -> list[DraftPerson]:
    allowed = {role.value for role, _places in SLOTS}
    return [
        DraftPerson(
            role=Role(row["role"]),
            full_name=row["full_name"] or "",
            sign_in_name=row["sign_in_name"] or "",
            title=row["title"] or usual_title(Role(row["role"]), draft.kind),
            email=row["email"] or "",
        )
        for row in form.rows.data
        if row["role"] in allowed
    ]


@bp.route("/setup/<token>/services", methods=["GET", "POST"])
@guard(Permission.PUBLIC)
@through_link(Step.SERVICES)
def services(token: str, draft: Draft) -> ResponseReturnValue:
    form = ServicesForm()
    if request.method == "GET":
        form.seeds_holidays.data = draft.seeds_holidays
        form.administrators_need_code.data = draft.administrators_need_code
    elif form.validate():
        actions.say_services(
            draft,
            seeds_holidays=bool(form.seeds_holidays.data),
            administrators_need_code=bool(form.administrators_need_code.data),
            real_now=core().clock.real_now(),
        )
        return _after(Step.SERVICES, token)
    return _services_page(token, draft, form, _mail_form(draft))


def _mail_form(draft: Draft) -> TestMailForm:
    known = draft.administrator.email if draft.administrator else ""
    return TestMailForm(formdata=None, address=known)


def _services_page(
    token: str, draft: Draft, form: ServicesForm, mail: TestMailForm, *, status: int | None = None
) -> ResponseReturnValue:
    years = actions.holiday_years(today())
    return _page(
        "services",
        token,
        draft,
        Step.SERVICES,
        status=status,
        form=form,
        mail=mail,
        has_mail=settings().smtp_url is not None,
        mail_from=settings().mail_from,
        years=(years[0], years[-1]),
    )


@bp.post("/setup/<token>/mail")
@guard(Permission.PUBLIC)
@through_link(Step.SERVICES)
def send_test(token: str, draft: Draft) -> ResponseReturnValue:
    """One mail now, and what the server said to it."""
    form = TestMailForm()
    if settings().smtp_url is None:
        abort(404)
    if not form.validate():
        return _services_page(token, draft, _services_form(draft), form, status=422)
    holder, real_now = holder_name(), core().clock.real_now()
    claimed = _claim_test(draft, form.address.data or "", holder)
    answer = send_at_once(claimed, settings=settings(), holder=holder, real_now=real_now)
    if answer.outcome is outbox.Outcome.SENT:
        flash(
            _(
                "Máy chủ thư đã nhận thư thử gửi tới %(address)s: %(words)s",
                address=claimed.to_address,
                words=answer.words,
            ),
            "done",
        )
    else:
        flash(_("Chưa gửi được thư thử. %(words)s", words=reason_text(answer.words)), "error")
    return redirect(url_for("setup.services", token=token))


def _services_form(draft: Draft) -> ServicesForm:
    return ServicesForm(
        formdata=None,
        seeds_holidays=draft.seeds_holidays,
        administrators_need_code=draft.administrators_need_code,
    )


def _claim_test(draft: Draft, address: str, holder: str) -> outbox.Claim:
    real_now = core().clock.real_now()
    name = draft.administrator.full_name if draft.administrator else ADMINISTRATOR_TITLE
    letter = messages.letter_to(name, body_name=draft.name, today=today())
    sent_at = moment_text(real_now, settings().zone)
    return outbox.claim_test(
        messages.test_mail(letter, asked_by=name, sent_at=sent_at),
        person_id=None,
        to_name=name,
        to_address=address,
        holder=holder,
        acting=Acting(),
        now=now(),
        real_now=real_now,
    )


@bp.route("/setup/<token>/finish", methods=["GET", "POST"])
@guard(Permission.PUBLIC)
@through_link(Step.FINISH)
def finish(token: str, draft: Draft) -> ResponseReturnValue:
    """What will be written, then written; the links to hand over are shown in the answer, this once."""
    form = BaseForm()
    if form.validate_on_submit():
        with attempt(form) as outcome:
            made = actions.finish(draft, on=_occasion())
        if outcome.succeeded:
            has_password = bool(draft.administrator and draft.administrator.password_hash)
            return render_template(
                "setup/done.html", draft=draft, slips=slips_of(made), has_password=has_password
            )
    issuer = Body.of(draft.name).issuer
    return _page("finish", token, draft, Step.FINISH, form=form, issuer=issuer, kinds=_counted(draft))


def _counted(draft: Draft) -> list[tuple[Any, int]]:
    found = [(kind, sum(row.kind is kind for row in draft.units)) for kind in UnitKind]
    return [(labels.of(kind), count) for kind, count in found if count]


def _occasion() -> Occasion:
    """Nobody is there yet to have done it."""
    return occasion_of(core(), Acting(), now=now())
