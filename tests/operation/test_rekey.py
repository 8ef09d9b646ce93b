"""The secret key is changed in one step: what it sealed goes on under the new one, and nobody half way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyotp
import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from taskboard.accounts import actions as accounts
from taskboard.accounts import queries
from taskboard.accounts.sealing import Purpose, seal, unseal
from taskboard.core import Core
from taskboard.db import begin_writing, db
from taskboard.hooks.models import Webhook
from taskboard.journal import queries as journal
from taskboard.journal.actions import seal as seal_history
from taskboard.journal.models import JournalEntry, JournalSeal
from taskboard.operation.findings import Verdict
from taskboard.operation.ways_in import key_that_fits
from tests import build
from tests.accounts.door import KEY, code_of, set_up_factor
from tests.cast import Cast, gather
from tests.conftest import HandClock

NEW = "another key, as long as a key has to be"


@pytest.fixture
def city(own_app: Flask, clock: HandClock) -> Iterator[Cast]:
    """A history sealed twice, a telephone, a webhook, and a session; the environment names the new key already."""
    with own_app.app_context():
        begin_writing()
        cast = gather()
        set_up_factor(cast.chief, clock.real_now())
        begin_writing()
        db.session.add(
            Webhook(
                name="Trục liên thông",
                url="https://example.vn/hook",
                events="task_assigned",
                sealed_secret=seal("whsec", secret_key=KEY, purpose=Purpose.WEBHOOK),
                created_at=clock.now(),
            )
        )
        seal_history(key=KEY.encode(), real_now=clock.real_now())
        build.task("Việc", lead=cast.economy, on=build.occasion(clock.now(), cast.monitor))
        seal_history(key=KEY.encode(), real_now=clock.real_now())
        accounts.open_session(cast.head, address="", device="", remember=True, real_now=clock.real_now())
        db.session.commit()
        core: Core = own_app.extensions["taskboard"]
        own_app.extensions["taskboard"] = replace(core, settings=replace(core.settings, secret_key=NEW))
        yield cast
        db.session.rollback()


def _rekey(app: Flask, folder: Path, key: str) -> Result:
    (folder / "old-key").write_text(f"{key}\n", "utf-8")
    db.session.commit()
    ran = app.test_cli_runner().invoke(args=["rekey", str(folder / "old-key")])
    db.session.expire_all()
    return ran


def _fits(app: Flask) -> bool:
    return key_that_fits(app.extensions["taskboard"]).verdict is Verdict.FINE


def test_what_the_old_key_sealed_goes_on_under_the_new_one(
    own_app: Flask, city: Cast, clock: HandClock, tmp_path: Path
) -> None:
    code = code_of(city.chief, clock.real_now())
    assert not _fits(own_app)
    ran = _rekey(own_app, tmp_path, KEY)
    assert ran.exit_code == 0, ran.output
    assert "niêm lại 2 dấu nhật ký, 1 mã hai bước, 1 webhook; 1 phiên" in ran.output
    assert _fits(own_app)
    assert journal.verify(NEW.encode()).is_whole and not journal.verify(KEY.encode()).is_whole
    factor = queries.factor_of(city.chief.id)
    assert factor is not None
    totp = pyotp.TOTP(accounts.seed_of(factor, secret_key=NEW))
    assert code == totp.at(clock.real_now()), "the telephone shows the same codes"
    webhook = db.session.scalars(sa.select(Webhook)).one()
    assert unseal(webhook.sealed_secret, secret_key=NEW, purpose=Purpose.WEBHOOK) == "whsec"
    assert queries.sessions_of(city.head, clock.real_now()) == []
    newest = db.session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert newest is not None and newest.event == "secret_key_changed"


@pytest.mark.parametrize("key", ["not the old one", "", NEW])
def test_with_another_key_nothing_is_changed(own_app: Flask, city: Cast, tmp_path: Path, key: str) -> None:
    before = db.session.scalars(sa.select(JournalSeal.mac).order_by(JournalSeal.id)).all()
    ran = _rekey(own_app, tmp_path, key)
    assert ran.exit_code == 1 and "Error:" in ran.output
    assert db.session.scalars(sa.select(JournalSeal.mac).order_by(JournalSeal.id)).all() == before
    assert journal.verify(KEY.encode()).is_whole


def test_a_history_changed_by_hand_is_not_vouched_for(own_app: Flask, city: Cast, tmp_path: Path) -> None:
    begin_writing()
    db.session.execute(sa.text("UPDATE journal_entry SET details = '{}' WHERE id = 1"))
    ran = _rekey(own_app, tmp_path, KEY)
    assert ran.exit_code == 1 and "nhật ký không nguyên vẹn" in ran.output
    assert not journal.verify(NEW.encode()).is_whole


def test_what_does_not_open_is_named_and_nothing_is_changed(
    own_app: Flask, city: Cast, tmp_path: Path
) -> None:
    begin_writing()
    webhook = db.session.scalars(sa.select(Webhook)).one()
    webhook.sealed_secret = seal("x", secret_key="a third one", purpose=Purpose.WEBHOOK)
    ran = _rekey(own_app, tmp_path, KEY)
    assert ran.exit_code == 1 and "webhook Trục liên thông không mở được" in ran.output
    assert journal.verify(KEY.encode()).is_whole, "the seals made before it are as they were"
