"""What signing in leaves behind goes after a while: tries, links and half sign-ins are no archive of who came when."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from taskboard.accounts.models import AccountLink, LinkRequest, SignInAttempt, SignInSession, WaitingSignIn
from taskboard.db import db


def prune(*, before: datetime) -> int:
    """Rows that ended before this instant. Returns how many went. The journal keeps what is history."""
    gone = (
        sa.delete(SignInAttempt).where(SignInAttempt.at < before),
        sa.delete(LinkRequest).where(LinkRequest.answered_at < before),
        sa.delete(WaitingSignIn).where(WaitingSignIn.expires_at < before),
        sa.delete(AccountLink).where(AccountLink.expires_at < before),
        sa.delete(SignInSession).where(SignInSession.expires_at < before),
    )
    return sum(db.session.execute(statement).rowcount for statement in gone)  # type: ignore[attr-defined]
