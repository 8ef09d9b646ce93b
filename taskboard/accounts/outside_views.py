"""Signing in by the city's own provider: OpenID Connect, authorization code with PKCE, state and nonce (authlib).

The way back is a GET that opens a session: the one exception to "GET changes nothing", for the protocol has it so. What
guards it is the state, which only the browser that set out holds.
"""

from __future__ import annotations

from typing import Any, cast

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import abort, current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from joserfc.errors import JoseError
from requests.exceptions import RequestException

from taskboard.accounts import actions
from taskboard.accounts.blueprint import bp
from taskboard.accounts.sign_in_views import caller, let_in
from taskboard.db import begin_writing, db
from taskboard.domain.authority import Permission
from taskboard.domain.errors import RuleBroken
from taskboard.journal.actions import Acting
from taskboard.occasion import occasion_of
from taskboard.web import labels
from taskboard.web.context import core, now, settings
from taskboard.web.guard import guard
from taskboard.web.redirects import local_target

TARGET = "outside_next"
CLIENT = "taskboard.oidc"
TIMEOUT_SECONDS = 10


def _client() -> Any:
    """One a process, made when first needed; the provider's addresses and keys are fetched and kept by it."""
    if not settings().has_oidc:
        abort(404)
    if CLIENT not in current_app.extensions:
        oauth = OAuth()
        current_app.extensions[CLIENT] = oauth.register(
            "taskboard",
            client_id=settings().oidc_client_id,
            client_secret=settings().oidc_client_secret,
            server_metadata_url=f"{settings().oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid email profile",
                "code_challenge_method": "S256",
                "timeout": TIMEOUT_SECONDS,
            },
        )
        oauth.init_app(current_app)
    return current_app.extensions[CLIENT]


@bp.get("/sign-in/outside")
@guard(Permission.PUBLIC)
def outside() -> ResponseReturnValue:
    client = _client()
    session[TARGET] = local_target(request.args.get("next"), "/")
    try:
        return cast(ResponseReturnValue, client.authorize_redirect(_return_address()))
    except (AuthlibBaseError, RequestException, ValueError) as error:
        return _failed(error)


def _return_address() -> str:
    """Of the base URL, whatever host the request names: the provider knows one address."""
    return f"{settings().base_url}{url_for('accounts.outside_back')}"


@bp.get("/sign-in/outside/back")
@guard(Permission.PUBLIC)
def outside_back() -> ResponseReturnValue:
    """The provider is asked first, the write lock is taken after: nobody waits for a far machine."""
    client = _client()
    try:
        claims = dict(client.authorize_access_token()["userinfo"])
    except (AuthlibBaseError, JoseError, RequestException, ValueError, KeyError) as error:
        return _failed(error)
    begin_writing()
    try:
        entered = actions.sign_in_outside(
            claims,
            rule=actions.Rule(settings().oidc_links_by, settings().oidc_creates),
            caller=caller(),
            on=occasion_of(core(), Acting(), now=now()),
        )
    except RuleBroken as broken:
        db.session.commit()  # an account that waits for its first post is kept
        flash(labels.broken_rule(broken), "error")
        return redirect(url_for("accounts.sign_in"))
    answer = let_in(entered, remember=False, target=session.pop(TARGET, None))
    db.session.commit()
    return answer


def _failed(error: Exception) -> ResponseReturnValue:
    """What the provider said goes to the log, not to the visitor."""
    current_app.logger.warning("sign-in by the provider failed: %s: %s", type(error).__name__, error)
    flash(labels.broken_rule(RuleBroken("outside_failed")), "error")
    return redirect(url_for("accounts.sign_in"))
