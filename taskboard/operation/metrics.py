"""What a monitor asks for, in Prometheus' text format.

Request times are counted in the process that served them; with several web processes their counts meet in the folder
PROMETHEUS_MULTIPROC_DIR, as the client library does it (`workers.py`). What the database knows is read when the monitor asks.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

from taskboard.core import Core
from taskboard.db import db
from taskboard.operation import backup
from taskboard.outbox import queries as outbox
from taskboard.outbox.models import MailState
from taskboard.outbox.queries import database_now
from taskboard.scheduler import queries as scheduler
from taskboard.scheduler.lease import LEADER, TTL
from taskboard.scheduler.models import Lease

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
"""Seconds."""

REQUEST_SECONDS = Histogram(
    "taskboard_request_seconds", "Seconds to answer a request", ("endpoint", "method"), buckets=BUCKETS
)
REQUESTS = Counter("taskboard_requests", "Requests answered", ("endpoint", "method", "status"))


def observe(endpoint: str, method: str, status: int, seconds: float) -> None:
    """One answered request; by endpoint, never by address, for addresses carry tokens and codes."""
    REQUEST_SECONDS.labels(endpoint, method).observe(seconds)
    REQUESTS.labels(endpoint, method, str(status)).inc()


class FromDatabase(Collector):
    """Facts of the whole installation, whichever process is asked."""

    def __init__(self, core: Core) -> None:
        self.core = core

    def collect(self) -> Iterator[Metric]:
        yield _gauge(
            "taskboard_scheduler_heartbeat_age_seconds",
            "Seconds since some scheduler renewed its lease; +Inf while none holds one",
            _heartbeat_age(),
        )
        yield _mails()
        yield _jobs()
        yield _gauge(
            "taskboard_backup_age_seconds",
            "Seconds since the newest automatic backup; while there is none, since there is anything to lose",
            _backup_age(self.core),
        )


def _gauge(name: str, says: str, value: float) -> Metric:
    """Told whatever the matter: a figure that is absent sets off no alarm."""
    family = GaugeMetricFamily(name, says)
    family.add_metric([], value)
    return family


def _heartbeat_age() -> float:
    """A scheduler that was stopped in good order has given its lease back; one ahead of time proves nothing."""
    row, now = db.session.get(Lease, LEADER), database_now()
    if row is None or row.expires_at > now + TTL * 2:
        return math.inf
    return (now - (row.expires_at - TTL)).total_seconds()


def _mails() -> Metric:
    family = GaugeMetricFamily("taskboard_mails", "Mails by state", labels=["state"])
    counts = outbox.counts()
    for state in MailState:
        family.add_metric([state.value], counts.get(state, 0))
    return family


def _jobs() -> Metric:
    family = GaugeMetricFamily(
        "taskboard_job_last_success", "1 when the last run of the job succeeded", labels=["job"]
    )
    for name, run in scheduler.last_runs().items():
        if run.has_succeeded is not None:
            family.add_metric([name], float(run.has_succeeded))
    return family


def _backup_age(core: Core) -> float:
    return backup.standing(core).age.total_seconds()


def render(core: Core) -> bytes:
    """The whole page of figures."""
    own = CollectorRegistry()
    own.register(FromDatabase(core))
    return _requests() + generate_latest(own)


def _requests() -> bytes:
    """Once more where a worker ended just while its file was read, and its counts went to those of the ended."""
    try:
        return generate_latest(_of_requests())
    except FileNotFoundError:
        return generate_latest(_of_requests())


def _of_requests() -> CollectorRegistry:
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return together
