"""`flask conclusions export`: what this city confirmed, one line of JSON a directive."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from taskboard.briefings import queries


@click.command("export")
@click.option(
    "-o",
    "output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file instead of the screen.",
)
@with_appcontext
def export_command(output: Path | None) -> None:
    """Print every confirmed directive: its words, units, deadline, and whether the machine had proposed them (JSONL)."""
    lines = [one.as_line() for one in queries.confirmed_pairs()]
    content = "".join(f"{line}\n" for line in lines)
    if output is None:
        click.echo(content, nl=False)
        return
    try:
        output.write_text(content, encoding="utf-8", newline="\n")
    except OSError as refused:
        raise click.ClickException(f"{output}: {refused.strerror}") from refused
    click.echo(f"{len(lines)} chỉ đạo, {queries.learned_count()} cặp làm gợi ý: {output}")
