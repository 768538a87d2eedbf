"""Commands of the events that Zalo calls."""

import click

from tracuu.messaging.zalo import journal
from tracuu.messaging.zalo.event_queue import count_backlog, list_failures, retry_failed


@click.group()
def events() -> None:
    """Sự kiện do Zalo gọi đến."""


@events.command("show")
def show() -> None:
    """Đang chờ bao nhiêu, chờ bao lâu, bao nhiêu sự kiện không xử lý được và vì sao."""
    backlog = count_backlog()
    click.echo(f"Đang chờ: {backlog.waiting}, lâu nhất {backlog.oldest_seconds:.0f} giây.")
    click.echo(f"Chưa ghi được vào cơ sở dữ liệu: {journal.count()}.")
    click.echo(f"Không xử lý được: {backlog.failed}.")
    for name, failure, count in list_failures():
        click.echo(f"  {count:>6}  {name}: {failure}")


@events.command("retry")
def retry() -> None:
    """Cho các sự kiện không xử lý được chạy lại."""
    click.echo(f"Sẽ xử lý lại {retry_failed()} sự kiện.")
