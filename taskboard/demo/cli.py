"""`flask demo load`: the sample city, from the command line."""

from __future__ import annotations

import time

import click
from flask import current_app
from flask.cli import AppGroup

from taskboard.core import Core
from taskboard.demo import load as loading
from taskboard.demo.data import people
from taskboard.demo.population import load_population, size_for
from taskboard.demo.population.sizes import FEWEST, MOST
from taskboard.domain.errors import RuleBroken

demo_cli = AppGroup("demo", help="Thành phố mẫu · The sample city")


@demo_cli.command("load")
@click.option(
    "--tasks",
    "count",
    type=click.IntRange(FEWEST, MOST),
    help="Thay câu chuyện mẫu bằng từng này nhiệm vụ có diễn biến · So many tasks with histories instead of the story",
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="Cùng số, cùng dữ liệu · Same seed, same data"
)
def load_command(count: int | None, seed: int) -> None:
    """Nạp thành phố mẫu Nam Định năm 2021 · Load the sample city, Nam Định in 2021."""
    core: Core = current_app.extensions["taskboard"]
    started = time.monotonic()
    click.echo("Nạp thành phố mẫu · Loading the sample city")
    try:
        is_new = loading.load(core, click.echo) if count is None else _load_many(core, count, seed)
    except RuleBroken as broken:
        raise click.ClickException(_SENTENCES.get(broken.key, str(broken))) from None
    seconds = f"{time.monotonic() - started:.1f}".replace(".", ",")
    if is_new:
        click.echo(f"Đã nạp trong {seconds} giây · Loaded in {seconds} s")
    else:
        click.echo("Thành phố mẫu đã có sẵn · The sample city stands already")
    click.echo(f"Ngày làm việc · Business day: {core.clock.today():%d/%m/%Y}")


def _load_many(core: Core, count: int, seed: int) -> bool:
    size = size_for(count)
    click.echo(
        f"  {size.tasks} nhiệm vụ, {size.units} đơn vị, {size.people} người, {size.quarters} quý · "
        f"{size.tasks} tasks, {size.units} units, {size.people} people, {size.quarters} quarters"
    )
    with click.progressbar(length=size.tasks, label="  Nhiệm vụ · Tasks", update_min_steps=500) as bar:
        return load_population(core, size, seed=seed, step=bar.update)


@demo_cli.command("accounts")
def accounts_command() -> None:
    """Tài khoản mẫu · Sample accounts."""
    for handle, role in people.SHOWN_ACCOUNTS:
        click.echo(f"{handle + '@' + people.DOMAIN:38} {people.PASSWORD}   {role}")


_SENTENCES = {
    "database_not_empty": (
        "Cơ sở dữ liệu đã có đơn vị hoặc nhiệm vụ; thành phố mẫu chỉ nạp vào cơ sở dữ liệu trống. · "
        "The database holds units or tasks already; the sample loads into an empty one only."
    ),
}
