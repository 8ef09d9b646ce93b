"""Every setting of an installation, read once from the environment.

Each key is named, defaulted and explained here and nowhere else. What a city may tune while running (reminder marks,
limits, bands) is not here but in the settings room, dated and with its legal basis.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent
DATABASES = ("postgresql://", "postgresql+psycopg://", "sqlite://")
"""What a database's URL may begin with."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One frozen value handed to `create_app`; tests build their own."""

    instance_dir: Path = ROOT / "instance"
    """TASKBOARD_INSTANCE_DIR: where the SQLite file, attachments, the demo clock and the demo secret live."""
    database_url: str = ""
    """TASKBOARD_DATABASE_URL: SQLAlchemy URL; empty means SQLite under the instance folder."""
    secret_key: str | None = field(default=None, repr=False)
    """TASKBOARD_SECRET_KEY, else the file secret-key in the instance folder: signs cookies and seals the journal.

    Without it no page is served; reports and drafts run.
    """
    base_url: str = "http://127.0.0.1:8000"
    """TASKBOARD_BASE_URL: what people open: links in mails start with it, cookies and HSTS follow its scheme."""
    smtp_url: str | None = field(default=None, repr=False)
    """TASKBOARD_SMTP_URL: smtp://user:pass@host:587 (STARTTLS when offered) or smtps://; unset: /outbox."""
    mail_from: str = "Theo dõi chỉ đạo <theodoichidao@localhost>"
    """TASKBOARD_MAIL_FROM: sender of every mail."""
    smtp_timeout_seconds: float = 20.0
    """TASKBOARD_SMTP_TIMEOUT: how long one SMTP command may take."""
    smtp_connections: int = 2
    """TASKBOARD_SMTP_CONNECTIONS: most connections at once; a few mails go over one."""
    mails_per_minute: int = 300
    """TASKBOARD_MAILS_PER_MINUTE: most mails handed over in a minute (0: no limit); the rest waits and says so."""
    mails_per_recipient: int = 10
    """TASKBOARD_MAILS_PER_RECIPIENT: most mails to one address in a minute (0: no limit)."""
    api_requests_per_minute: int = 300
    """TASKBOARD_API_PER_MINUTE: most requests of one API token in a minute, over all processes (0: no limit)."""
    keep_mail_days: int = 400
    """TASKBOARD_KEEP_MAIL_DAYS: the bodies of settled mails are dropped after so long; what was sent when stays."""
    imap_url: str | None = field(default=None, repr=False)
    """TASKBOARD_IMAP_URL: the mailbox answers to our mails come into, imaps://user:pass@host:993/INBOX, or imap:// with
    STARTTLS; ?done=Folder names where they go once read (Taskboard). Unset: no answer is read, none is invited."""
    reply_address: str = ""
    """TASKBOARD_REPLY_TO: the address of that mailbox with a * where the token goes, theodoi+*@namdinh.gov.vn; empty:
    the sender's own with +* before the @."""
    webhook_allow: tuple[str, ...] = ()
    """TASKBOARD_WEBHOOK_ALLOW: networks inside the house that webhooks may reach, separated by commas: 10.1.2.0/24."""
    time_zone: str = "Asia/Ho_Chi_Minh"
    """TASKBOARD_TIMEZONE: the city's zone; the database keeps UTC."""
    body_name: str = "UBND thành phố Nam Định"
    """TASKBOARD_BODY_NAME: the body this installation serves, as the header and mails show it."""
    max_file_bytes: int = 20 * 1024 * 1024
    """TASKBOARD_MAX_FILE_MB: limit of one attachment (domain defaults: 20 MB)."""
    max_files_per_report: int = 10
    clamd: str = ""
    """TASKBOARD_CLAMD: the virus scanner that looks at every file: its socket's path, or host:port; empty: none."""
    clamd_timeout_seconds: float = 10.0
    """TASKBOARD_CLAMD_TIMEOUT: how long it may stay silent."""
    takes_unscanned_files: bool = False
    """TASKBOARD_CLAMD_DOWN: `refuse` or `accept` files while it does not answer; accepted ones are marked."""
    max_text_chars: int = 400_000
    """Longest conclusion text taken; a 20-page notice has about 60,000 characters."""
    trusted_proxies: int = 0
    """TASKBOARD_TRUSTED_PROXIES: how many reverse proxies stand in front (0: none is believed)."""
    backup_folder: Path | None = None
    """TASKBOARD_BACKUP_DIR: where the nightly backups go; empty: backups/ in the instance folder, on the same disk."""
    backups_kept: int = 14
    """TASKBOARD_BACKUPS_KEPT: how many nightly backups stay (0: none are made)."""
    hosts: tuple[str, ...] = ()
    """TASKBOARD_HOSTS: further host names people may use, separated by commas; the one of the base URL and this
    machine's own always may. Another name in a request is refused."""
    oidc_issuer: str = ""
    """TASKBOARD_OIDC_ISSUER: the city's own provider (OpenID Connect), https://…; empty: people sign in here only."""
    oidc_client_id: str = ""
    """TASKBOARD_OIDC_CLIENT_ID. The address to register there: <base URL>/sign-in/outside/back"""
    oidc_client_secret: str | None = field(default=None, repr=False)
    """TASKBOARD_OIDC_CLIENT_SECRET, or the file TASKBOARD_OIDC_CLIENT_SECRET_FILE names; none for a public client."""
    oidc_name: str = "tài khoản cơ quan"
    """TASKBOARD_OIDC_NAME: what the button says after "Đăng nhập bằng"."""
    oidc_links_by: str = "email"
    """TASKBOARD_OIDC_LINKS_BY: whose account it is. `email`: the verified address is the sign-in name; `username`:
    preferred_username is. Linked once; from then on the provider's subject counts."""
    oidc_creates: bool = False
    """TASKBOARD_OIDC_UNKNOWN: `refuse`, or `create` an account without a post, which opens nothing until it gets one."""
    metrics_token: str | None = field(default=None, repr=False)
    """TASKBOARD_METRICS_TOKEN: lets a monitor on another machine read /metrics; this machine may without."""
    log_level: str = "INFO"
    """TASKBOARD_LOG_LEVEL."""
    logs_json: bool = False
    """TASKBOARD_LOG_FORMAT=json: one JSON object a line on standard error, with request ids, without persons."""
    testing: bool = False

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """Read TASKBOARD_* keys. Raises ValueError with the key's name when a value cannot be used."""
        get = environ.get
        instance_dir = Path(get("TASKBOARD_INSTANCE_DIR") or ROOT / "instance")
        settings = cls(
            instance_dir=instance_dir,
            database_url=get("TASKBOARD_DATABASE_URL", ""),
            secret_key=get("TASKBOARD_SECRET_KEY") or _read_secret(instance_dir / "secret-key"),
            base_url=get("TASKBOARD_BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
            smtp_url=get("TASKBOARD_SMTP_URL") or None,
            mail_from=get("TASKBOARD_MAIL_FROM", "Theo dõi chỉ đạo <theodoichidao@localhost>"),
            smtp_timeout_seconds=_number(environ, "TASKBOARD_SMTP_TIMEOUT", 20.0),
            smtp_connections=int(_number(environ, "TASKBOARD_SMTP_CONNECTIONS", 2)),
            mails_per_minute=int(_number(environ, "TASKBOARD_MAILS_PER_MINUTE", 300)),
            mails_per_recipient=int(_number(environ, "TASKBOARD_MAILS_PER_RECIPIENT", 10)),
            api_requests_per_minute=int(_number(environ, "TASKBOARD_API_PER_MINUTE", 300)),
            keep_mail_days=int(_number(environ, "TASKBOARD_KEEP_MAIL_DAYS", 400)),
            imap_url=get("TASKBOARD_IMAP_URL") or None,
            reply_address=get("TASKBOARD_REPLY_TO", ""),
            webhook_allow=_words(get("TASKBOARD_WEBHOOK_ALLOW", "")),
            time_zone=get("TASKBOARD_TIMEZONE", "Asia/Ho_Chi_Minh"),
            body_name=get("TASKBOARD_BODY_NAME", "UBND thành phố Nam Định"),
            max_file_bytes=int(_number(environ, "TASKBOARD_MAX_FILE_MB", 20) * 1024 * 1024),
            clamd=get("TASKBOARD_CLAMD", ""),
            clamd_timeout_seconds=_number(environ, "TASKBOARD_CLAMD_TIMEOUT", 10.0),
            takes_unscanned_files=_choice(environ, "TASKBOARD_CLAMD_DOWN", ("refuse", "accept")) == "accept",
            trusted_proxies=int(_number(environ, "TASKBOARD_TRUSTED_PROXIES", 0)),
            backup_folder=Path(get("TASKBOARD_BACKUP_DIR", "")) if get("TASKBOARD_BACKUP_DIR") else None,
            backups_kept=int(_number(environ, "TASKBOARD_BACKUPS_KEPT", 14)),
            hosts=_words(get("TASKBOARD_HOSTS", "")),
            oidc_issuer=get("TASKBOARD_OIDC_ISSUER", ""),
            oidc_client_id=get("TASKBOARD_OIDC_CLIENT_ID", ""),
            oidc_client_secret=_secret(environ, "TASKBOARD_OIDC_CLIENT_SECRET"),
            oidc_name=get("TASKBOARD_OIDC_NAME") or "tài khoản cơ quan",
            oidc_links_by=_choice(environ, "TASKBOARD_OIDC_LINKS_BY", ("email", "username")),
            oidc_creates=_choice(environ, "TASKBOARD_OIDC_UNKNOWN", ("refuse", "create")) == "create",
            metrics_token=get("TASKBOARD_METRICS_TOKEN") or None,
            log_level=get("TASKBOARD_LOG_LEVEL", "INFO"),
            logs_json=get("TASKBOARD_LOG_FORMAT", "text") == "json",
        )
        settings.check()
        return settings

    def check(self) -> None:
        """Refuse what would fail later and far away."""
        if urlsplit(self.base_url).scheme not in ("http", "https"):
            raise ValueError("TASKBOARD_BASE_URL must start with http:// or https://")
        if self.clamd and "/" not in self.clamd and not self.clamd.rpartition(":")[2].isdecimal():
            raise ValueError("TASKBOARD_CLAMD must be the path of a socket, or host:port")
        if self.smtp_url and urlsplit(self.smtp_url).scheme not in ("smtp", "smtps"):
            raise ValueError(
                "TASKBOARD_SMTP_URL must start with smtp:// or smtps://, "
                "for example smtp://name:password@mail.example.gov.vn:587"
            )
        if self.database_url and not self.database_url.startswith(DATABASES):
            raise ValueError(
                "TASKBOARD_DATABASE_URL must start with postgresql:// or sqlite:///, "
                "for example postgresql:///taskboard"
            )
        self._check_other_doors()
        if self.oidc_issuer and urlsplit(self.oidc_issuer).scheme not in ("http", "https"):
            raise ValueError("TASKBOARD_OIDC_ISSUER must start with https://")
        if bool(self.oidc_issuer) != bool(self.oidc_client_id):
            raise ValueError("TASKBOARD_OIDC_ISSUER and TASKBOARD_OIDC_CLIENT_ID are set together")
        if self.smtp_connections < 1:
            raise ValueError("TASKBOARD_SMTP_CONNECTIONS must be 1 or more")
        try:
            ZoneInfo(self.time_zone)
        except Exception as error:
            raise ValueError(f"TASKBOARD_TIMEZONE names no time zone: {self.time_zone}") from error

    def _check_other_doors(self) -> None:
        """Answers to mails, and other systems that are told."""
        if self.imap_url and urlsplit(self.imap_url).scheme not in ("imap", "imaps"):
            raise ValueError("TASKBOARD_IMAP_URL must start with imap:// or imaps://")
        if self.reply_address and not _is_reply_pattern(self.reply_address):
            raise ValueError("TASKBOARD_REPLY_TO must be an address with one * before the @")
        for network in self.webhook_allow:
            _check_network(network)

    @property
    def reply_pattern(self) -> str:
        """The address answers go to, with a * for the token; empty where none are read."""
        if not self.imap_url:
            return ""
        user, _at, domain = parseaddr(self.mail_from)[1].rpartition("@")
        return self.reply_address or f"{user}+*@{domain}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def resolved_database_url(self) -> str:
        if not self.database_url:
            return f"sqlite:///{self.instance_dir / 'taskboard.db'}"
        if self.database_url.startswith("postgresql://"):
            return "postgresql+psycopg://" + self.database_url.removeprefix("postgresql://")
        return self.database_url

    @property
    def files_dir(self) -> Path:
        return self.instance_dir / "files"

    @property
    def trusted_hosts(self) -> list[str]:
        """Host names that requests may carry."""
        own = urlsplit(self.base_url).hostname or ""
        return [own, "localhost", "127.0.0.1", "[::1]", *self.hosts]

    @property
    def backup_dir(self) -> Path:
        return self.backup_folder or self.instance_dir / "backups"

    @property
    def has_oidc(self) -> bool:
        return bool(self.oidc_issuer)

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")


def _words(listed: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in listed.split(",") if word.strip())


def _is_reply_pattern(pattern: str) -> bool:
    user, _at, domain = pattern.rpartition("@")
    return bool(domain) and user.count("*") == 1 and "*" not in domain and pattern.isascii()


def _check_network(network: str) -> None:
    try:
        ip_network(network)
    except ValueError as error:
        raise ValueError(f"TASKBOARD_WEBHOOK_ALLOW names no network: {network} ({error})") from error


def _choice(environ: Mapping[str, str], key: str, words: tuple[str, ...]) -> str:
    """The first word is the default."""
    chosen = environ.get(key) or words[0]
    if chosen not in words:
        raise ValueError(f"{key} must be one of {', '.join(words)}, not {chosen!r}")
    return chosen


def _number(environ: Mapping[str, str], key: str, default: float) -> float:
    raw = environ.get(key)
    if not raw:
        return default
    try:
        return float(raw)
    except ValueError as error:
        raise ValueError(f"{key} must be a number, for example {default:g}, not {raw!r}") from error


def _secret(environ: Mapping[str, str], key: str) -> str | None:
    """From the variable, else from the file that KEY_FILE names: raises ValueError when that cannot be read."""
    named = environ.get(f"{key}_FILE")
    found = environ.get(key) or (_read_secret(Path(named)) if named else None)
    if named and not found:
        raise ValueError(f"{key}_FILE names a file that cannot be read or is empty: {named}")
    return found or None


def _read_secret(path: Path) -> str | None:
    try:
        return path.read_text("utf-8").strip() or None
    except OSError:
        return None
