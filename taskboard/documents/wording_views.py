"""The city's own words in its documents: which there are, how they would read, and since when they hold."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.documents import actions, queries
from taskboard.documents.blueprint import bp
from taskboard.documents.forms import PhraseForm
from taskboard.documents.samples import sample_of
from taskboard.documents.wordings import DOCUMENTS, Document, own_words
from taskboard.domain.authority import Permission
from taskboard.occasion import occasion_of
from taskboard.reports.body import Body
from taskboard.reports.content import OfficialDocument, split_at_gaps
from taskboard.reports.phrases import Phrases, places_of
from taskboard.web.context import body_name, core, now, today
from taskboard.web.guard import acting_under, attempt, guard


@dataclass(frozen=True, slots=True)
class Shown:
    """A phrase in a list."""

    name: str
    official: str
    own: str


@bp.get("/settings/wording")
@guard(Permission.EDIT_WORDING)
def wording_list() -> ResponseReturnValue:
    """The kinds of document, and how many phrases of each are the city's own."""
    rows = [
        (each, len(each.official.flat()), len(queries.phrases_on(each.key, today())))
        for each in DOCUMENTS.values()
    ]
    return render_template("documents/wordings.html", rows=rows)


@bp.get("/settings/wording/<document>")
@guard(Permission.EDIT_WORDING)
def wording(document: str) -> ResponseReturnValue:
    """Every phrase of a document, and the document as it reads today."""
    kind = _document_or_404(document)
    own = queries.phrases_on(kind.key, today())
    return render_template(
        "documents/wording.html",
        kind=kind,
        phrases=[Shown(name, text, own.get(name, "")) for name, text in kind.official.flat().items()],
        history=queries.phrase_history(kind.key),
        document=_sample(kind, own_words(kind, today())),
        runs=split_at_gaps,
    )


@bp.route("/settings/wording/<document>/<name>", methods=["GET", "POST"])
@guard(Permission.EDIT_WORDING)
def phrase(document: str, name: str) -> ResponseReturnValue:
    """One phrase: saved from a day on, or only tried out."""
    kind = _document_or_404(document)
    official = kind.official.flat().get(name) or abort(404)
    form = PhraseForm(
        data={"text": queries.phrases_on(kind.key, today()).get(name, ""), "valid_from": today()}
    )
    shown = own_words(kind, today())
    if form.validate_on_submit():
        with attempt(form) as outcome:
            words = actions.checked(name, form.text.data or "", kind.official)
            shown = shown.replaced({name: words or official})
            if "try" not in request.form:
                _save(kind, name, words, form)
        if outcome.succeeded and "try" not in request.form:
            flash(_("Đã lưu câu chữ."), "done")
            return redirect(url_for("documents.wording", document=document, _anchor=f"phrase-{name}"))
    page = render_template(
        "documents/phrase.html",
        kind=kind,
        name=name,
        official=official,
        places=sorted(places_of(official) | kind.official.common),
        form=form,
        document=_sample(kind, shown),
        runs=split_at_gaps,
    )
    return page, 422 if form.has_errors else 200


def _save(kind: Document[Phrases], name: str, words: str, form: PhraseForm) -> None:
    on = occasion_of(core(), acting_under(Permission.EDIT_WORDING), now=now())
    actions.set_phrases(kind.key, {name: words}, kind.official, valid_from=form.valid_from.given, on=on)


def _sample(kind: Document[Phrases], words: Phrases) -> OfficialDocument:
    return sample_of(kind.key, words, Body.of(body_name()))


def _document_or_404(key: str) -> Document[Phrases]:
    return DOCUMENTS.get(key) or abort(404)
