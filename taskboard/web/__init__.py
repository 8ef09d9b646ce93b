"""What all pages share: the way in, the guard, one transaction a request, headers, the shell around each page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskboard.web import (
    addresses,
    errors,
    filters,
    headers,
    language,
    limits,
    observing,
    secret,
    shell,
    signing_in,
    uploads,
)
from taskboard.web.extensions import bootstrap, csrf

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: Flask) -> None:
    """Register extensions, features and everything around them. The order of features is the order of the docs."""
    observing.init_app(app)
    secret.init_app(app)
    addresses.init_app(app)
    limits.init_app(app)
    csrf.init_app(app)
    uploads.init_app(app)
    language.init_app(app)
    bootstrap.init_app(app)
    signing_in.init_app(app)
    filters.init_app(app)
    headers.init_app(app)
    errors.init_app(app)
    shell.init_app(app)
    _register_features(app)


def _register_features(app: Flask) -> None:
    from taskboard.accounts.views import bp as accounts
    from taskboard.api.views import bp as api
    from taskboard.api.views import pages as api_pages
    from taskboard.briefings.views import bp as briefings
    from taskboard.demo.views import bp as demo
    from taskboard.documents.views import bp as documents
    from taskboard.files.views import bp as files
    from taskboard.hooks.views import bp as hooks
    from taskboard.imports.views import bp as imports
    from taskboard.indicators.views import bp as indicators
    from taskboard.journal.views import bp as journal
    from taskboard.operation.views import bp as operation
    from taskboard.outbox.views import bp as outbox
    from taskboard.reminders.mail_views import bp as mails
    from taskboard.reminders.rule_views import bp as rules
    from taskboard.reminders.views import bp as reminders
    from taskboard.replies.views import bp as replies
    from taskboard.reports.views import bp as reports
    from taskboard.scheduler.views import bp as scheduler
    from taskboard.scoring.views import bp as scoring
    from taskboard.search.views import bp as search
    from taskboard.settings.views import bp as settings
    from taskboard.setup.views import bp as setup
    from taskboard.tasks.views import bp as tasks
    from taskboard.units.views import bp as units
    from taskboard.watch.views import bp as watch
    from taskboard.web.guide import bp as guide
    from taskboard.web.views import bp as web

    for blueprint in (
        web,
        accounts,
        setup,
        briefings,
        tasks,
        watch,
        files,
        reports,
        documents,
        reminders,
        rules,
        mails,
        outbox,
        hooks,
        replies,
        scheduler,
        units,
        imports,
        search,
        settings,
        indicators,
        scoring,
        journal,
        operation,
        api_pages,
        api,
        guide,
        demo,
    ):
        app.register_blueprint(blueprint)
