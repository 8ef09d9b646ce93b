"""Every table, imported once, so that metadata is whole for migrations and tests."""

from taskboard import counters, once
from taskboard.accounts import models as accounts
from taskboard.api import models as api
from taskboard.briefings import models as briefings
from taskboard.documents import models as documents
from taskboard.files import models as files
from taskboard.hooks import models as hooks
from taskboard.imports import models as imports
from taskboard.indicators import models as indicators
from taskboard.journal import models as journal
from taskboard.outbox import models as outbox
from taskboard.reminders import models as reminders
from taskboard.replies import models as replies
from taskboard.reports import models as reports
from taskboard.scheduler import models as scheduler
from taskboard.search import keeping  # noqa: F401  (whoever writes rows keeps their index)
from taskboard.search import models as search
from taskboard.settings import models as settings
from taskboard.setup import models as setup
from taskboard.tasks import models as tasks
from taskboard.units import models as units
from taskboard.watch import models as watch

__all__ = [
    "accounts",
    "api",
    "briefings",
    "counters",
    "documents",
    "files",
    "hooks",
    "imports",
    "indicators",
    "journal",
    "once",
    "outbox",
    "reminders",
    "replies",
    "reports",
    "scheduler",
    "search",
    "settings",
    "setup",
    "tasks",
    "units",
    "watch",
]
