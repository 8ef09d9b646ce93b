"""Search: the words of each row, the database's own index over them, and the abbreviations of domain.md 5.3.

`search_index` is filled by triggers of `search_entry`: on SQLite a FTS5 table over its words, on PostgreSQL a table of
tsvectors. It is derived: no backup holds it, and writing the entries again writes it again.
"""

from __future__ import annotations

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ABBREVIATIONS = (
    ("ANCT-TTATXH", "an ninh chính trị, trật tự an toàn xã hội"),
    ("BB", "biên bản"),
    ("BC", "báo cáo"),
    ("BCĐ", "ban chỉ đạo"),
    ("CCHC", "cải cách hành chính"),
    ("CCVC", "công chức, viên chức"),
    ("CV", "công văn"),
    ("ĐVT", "đơn vị tính"),
    ("GPMB", "giải phóng mặt bằng"),
    ("HĐND", "hội đồng nhân dân"),
    ("KH", "kế hoạch"),
    ("KNTC", "khiếu nại, tố cáo"),
    ("KT-XH", "kinh tế - xã hội"),
    ("KVPT", "khu vực phòng thủ"),
    ("LĐTBXH", "lao động, thương binh và xã hội"),
    ("MTTQ", "mặt trận tổ quốc"),
    ("NSNN", "ngân sách nhà nước"),
    ("NTM", "nông thôn mới"),
    ("NVQS", "nghĩa vụ quân sự"),
    ("PCTT", "phòng, chống thiên tai"),
    ("QĐ", "quyết định"),
    ("QLĐT", "quản lý đô thị"),
    ("QSD", "quyền sử dụng"),
    ("QSDĐ", "quyền sử dụng đất"),
    ("SDĐ", "sử dụng đất"),
    ("TB", "thông báo"),
    ("TC-KH", "tài chính - kế hoạch"),
    ("TĐC", "tái định cư"),
    ("TN&TKQ", "tiếp nhận và trả kết quả"),
    ("TNMT", "tài nguyên và môi trường"),
    ("TTHC", "thủ tục hành chính"),
    ("TTr", "tờ trình"),
    ("TTXD", "trật tự xây dựng"),
    ("UBND", "ủy ban nhân dân"),
    ("V/v", "về việc"),
    ("VP", "văn phòng"),
    ("VPĐKĐĐ", "văn phòng đăng ký đất đai"),
    ("VSMT", "vệ sinh môi trường"),
    ("VT", "văn thư"),
    ("XDCB", "xây dựng cơ bản"),
)

SQLITE = (
    """
    CREATE VIRTUAL TABLE search_index USING fts5(
        words, content='search_entry', content_rowid='id', tokenize='ascii', prefix='2'
    )
    """,
    """
    CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_index (rowid, words) VALUES (new.id, new.words);
    END
    """,
    """
    CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', old.id, old.words);
    END
    """,
    """
    CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN
        INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', old.id, old.words);
        INSERT INTO search_index (rowid, words) VALUES (new.id, new.words);
    END
    """,
)
POSTGRESQL = (
    "CREATE TABLE search_index (rowid integer PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX ix_search_index_words ON search_index USING gin (words)",
    """
    CREATE FUNCTION index_search_entry() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            DELETE FROM search_index WHERE rowid = old.id;
        ELSE
            INSERT INTO search_index (rowid, words) VALUES (new.id, to_tsvector('simple', new.words))
            ON CONFLICT (rowid) DO UPDATE SET words = excluded.words;
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER search_entry_written AFTER INSERT OR UPDATE OR DELETE ON search_entry
    FOR EACH ROW EXECUTE FUNCTION index_search_entry()
    """,
)

SOURCES = (
    (
        0,
        "SELECT t.id, t.code, t.title, d.wording FROM task t JOIN directive d ON d.id = t.directive_id",
        "t.id",
    ),
    (1, "SELECT id, code, wording, source_number, source_body FROM directive", "id"),
    (2, "SELECT id, wording FROM conclusion", "id"),
    (3, "SELECT id, done_text, obstacle_text, next_step, document_number FROM report", "id"),
    (4, "SELECT id, name FROM attachment", "id"),
)
BATCH = 2_000


def upgrade() -> None:
    entry = op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
    )
    abbreviation = op.create_table(
        "abbreviation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("short", sa.Text(), nullable=False),
        sa.Column("long", sa.Text(), nullable=False),
        sa.CheckConstraint("short <> '' AND long <> ''", name=op.f("ck_abbreviation_both_forms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_abbreviation")),
        sa.UniqueConstraint("short", "long", name=op.f("uq_abbreviation_short_long")),
    )
    op.bulk_insert(abbreviation, [{"short": short, "long": long} for short, long in ABBREVIATIONS])
    connection = op.get_bind()
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        connection.exec_driver_sql(statement)
    for kind, rows, key in SOURCES:
        _fill(connection, entry, kind, f"{rows} WHERE {key} > :last ORDER BY {key} LIMIT {BATCH}")


def _fill(connection: sa.Connection, entry: sa.Table, kind: int, rows: str) -> None:
    last = -1
    while found := connection.execute(sa.text(rows), {"last": last}).all():
        connection.execute(
            entry.insert(), [{"id": row[0] << 3 | kind, "words": _words(row[1:])} for row in found]
        )
        last = found[-1][0]


# The folding of the day this was written: what a later release folds otherwise, `flask search rebuild` writes anew.
_WORD = re.compile(r"[^\W_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W_\u0300-\u036f]*)*")
_TONES = dict(
    zip(
        "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ".split(),
        "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy".split(),
        strict=True,
    )
)
_OLD_TONE = re.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)")
_SHORT_I = re.compile(r"(?<!\w)(k|l|m|t|h|qu)([iíìỉĩị])(?!\w)")
_I_TO_Y = str.maketrans("iíìỉĩị", "yýỳỷỹỵ")
_D = str.maketrans("đĐðÐ", "dDdD")


def _words(texts: tuple[str | None, ...]) -> str:
    text = unicodedata.normalize("NFC", " \n ".join(text or "" for text in texts))[:100_000]
    marked = [_marked(word) for word in _WORD.findall(text)]
    bare = " ".join(_bare(word) for word in marked)
    return bare if bare == " ".join(marked) else f"{bare} {' '.join(marked)}"


def _marked(word: str) -> str:
    moved = _OLD_TONE.sub(lambda found: _TONES[found.group()], word.casefold())
    moved = _SHORT_I.sub(lambda found: found.group(1) + found.group(2).translate(_I_TO_Y), moved)
    return "".join(filter(str.isalnum, moved))[:40] or word[:40]


def _bare(word: str) -> str:
    parts = unicodedata.normalize("NFD", word.translate(_D))
    plain = unicodedata.normalize("NFC", "".join(char for char in parts if not unicodedata.combining(char)))
    kept = "".join(filter(str.isalnum, plain.casefold()))
    return _SHORT_I.sub(lambda found: found.group(1) + found.group(2).translate(_I_TO_Y), kept)[:40] or word


def downgrade() -> None:
    op.execute("DROP TABLE search_index")
    op.drop_table("search_entry")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION index_search_entry()")
    op.drop_table("abbreviation")
