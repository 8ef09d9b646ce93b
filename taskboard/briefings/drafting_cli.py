"""`flask conclusions draft`: drafts of a file, printed for people or as JSON. Needs no database."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import click

from taskboard.briefings.reading import ReadingError, read_text
from taskboard.domain.drafting import Draft, Drafting, draft
from taskboard.domain.drafting.wire import as_json


@click.command("draft")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--held-on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Day of the meeting, YYYY-MM-DD."
)
@click.option("--json", "as_data", is_flag=True, help="Print the schema of the development set.")
@click.option(
    "--text", "only_text", is_flag=True, help="Print the text the offsets count in, and nothing else."
)
def draft_command(file: Path, held_on: datetime, as_data: bool, only_text: bool) -> None:
    """Propose directives from a conclusion text (.txt, .docx, .pdf)."""
    try:
        text = read_text(file.read_bytes(), file.name).text
    except ReadingError as refused:
        raise click.ClickException(refused.sentence) from refused
    if only_text:
        click.echo(text, nl=False)
        return
    drafting = draft(text, held_on.date())
    if as_data:
        click.echo(json.dumps(as_json(drafting, text), ensure_ascii=False))
    else:
        click.echo(_table(drafting, held_on.date()))


def _table(drafting: Drafting, held_on: date) -> str:
    lines = [f"{len(drafting.drafts)} dự thảo chỉ đạo, họp ngày {held_on:%d/%m/%Y}"]
    for number, one in enumerate(drafting.drafts, 1):
        lines += ["", f"{number}. {one.title}", *(f"   {line}" for line in _facts(one))]
    return "\n".join(lines)


def _facts(one: Draft) -> list[str]:
    leads = "; ".join(mention.surface for mention in one.leads) or "chưa rõ"
    partners = "; ".join(mention.surface for mention in one.partners)
    when = f"{one.deadline:%d/%m/%Y}" if one.deadline else (one.deadline_text or "không thời hạn")
    return [
        f"Chủ trì: {leads}" + (f" | Phối hợp: {partners}" if partners else ""),
        f"Thời hạn: {when}" + (f" | Định kỳ: {one.recurrence.value}" if one.recurrence else ""),
        f"Đoạn {one.start}-{one.end}",
    ]
