"""Commands of the answers."""

import datetime
from pathlib import Path

import click

from tracuu.answers.asking import ask, explain_decision
from tracuu.answers.errors import ContentNotValid
from tracuu.answers.learned import fit_model, model_path
from tracuu.answers.loading import SHIPPED, load_content
from tracuu.answers.matching.store import ModelNotUsable
from tracuu.answers.models import AnswerVersion
from tracuu.answers.operations import quarantine_citing
from tracuu.answers.queries import list_ending, list_quarantined, list_unconfirmed
from tracuu.audit.operations import COMMAND_LINE
from tracuu.cli.refusals import Refused, unit_or_refuse
from tracuu.core import clock


@click.group()
def answers() -> None:
    """Hỏi đáp."""


@answers.command("load")
@click.argument("file", type=click.Path(path_type=Path), default=SHIPPED)
def load(file: Path) -> None:
    """Nạp một tệp nội dung (mặc định: nội dung đi kèm); nạp lại không đổi gì."""
    try:
        report = load_content(file, actor=COMMAND_LINE)
    except ContentNotValid as error:
        raise Refused(str(error)) from None
    click.echo(
        f"Đã nạp {report.versions} câu trả lời mới, {report.phrasings} cách hỏi,"
        f" {report.outside} câu ngoài phạm vi; giữ nguyên {report.kept} câu trả lời đã có."
    )


@answers.command("fit")
@click.option("--calibrate", is_flag=True, help="Tính lại các ngưỡng bằng kiểm tra chéo (lâu hơn).")
def fit(*, calibrate: bool) -> None:
    """Học các cách hỏi đang có; chạy sau mỗi lần nạp nội dung."""
    try:
        model = fit_model(calibrate=calibrate)
    except ContentNotValid as error:
        raise Refused(str(error)) from None
    size = model_path().stat().st_size / 1e6
    click.echo(f"Đã học nội dung {model.digest[:12]}; tệp {model_path().name} {size:.0f} MB.")


@answers.command("ask")
@click.argument("text")
@click.option("--unit", "slug", default="", help="Slug của đơn vị được hỏi.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Ngày áp dụng (mặc định: hôm nay).")
@click.option("--why", is_flag=True, help="Cho biết chủ đề, điểm và những chữ đã quyết định.")
def ask_one(text: str, slug: str, on: datetime.datetime | None, *, why: bool) -> None:
    """Hỏi một câu, đúng như trang web trả lời."""
    unit = unit_or_refuse(slug) if slug else None
    reply = ask(text=text, unit=unit, on=on.date() if on else None)
    click.echo(reply.outcome.value)
    for version in (reply.version, *reply.choices):
        if version is not None:
            click.echo(f"  {version.topic.slug}: {version.question}")
    if reply.version:
        click.echo(f"  {reply.version.answer}")
    if reply.group and reply.group.redirect:
        click.echo(f"  → {reply.group.redirect}")
    if why:
        _explain(text)


def _explain(text: str) -> None:
    try:
        told = explain_decision(text)
    except ModelNotUsable as error:
        raise Refused(str(error)) from None
    click.echo(
        f"  đúng {told.right:.0%} (trả lời từ {told.answer_at:.0%}),"
        f" ngoài phạm vi {told.beyond:.0%} (từ {told.beyond_at:.0%})"
    )
    for one in told.topics:
        said = ", ".join(f"{word} {weight:+.2f}" for word, weight in one.words)
        click.echo(f"  {one.share:6.1%}  {one.topic}: {said}")


@answers.command("ending")
def ending() -> None:
    """Những câu trả lời sắp hết hạn, đang tạm dừng hoặc cần kiểm tra."""
    today = clock.today()
    parts = (
        ("Hết áp dụng trong 45 ngày tới, chưa có câu thay", list_ending(today)),
        ("Tạm dừng vì văn bản thay đổi", list_quarantined()),
        ("Cần kiểm tra", list_unconfirmed(today)),
    )
    for title, versions in parts:
        click.echo(f"{title}: {len(versions)}")
        for version in versions:
            click.echo(f"  {_line(version)}")


@answers.command("quarantine")
@click.option("--document", required=True, help="Văn bản đã thay đổi, ví dụ “Nghị định 70/2024”.")
@click.option("--article", default="", help="Chỉ điều này, ví dụ “Điều 23”.")
@click.option("--reason", required=True)
def quarantine(document: str, article: str, reason: str) -> None:
    """Tạm dừng mọi câu trả lời dựa trên một văn bản, cho đến khi được xem lại."""
    found = quarantine_citing(document=document, article=article, reason=reason, actor=COMMAND_LINE)
    for version in found:
        click.echo(_line(version))
    click.echo(f"Đã tạm dừng {len(found)} câu trả lời.")


def _line(version: AnswerVersion) -> str:
    until = f" đến {version.valid_to:%d/%m/%Y}" if version.valid_to else ""
    where = f" ({version.unit.name})" if version.unit else ""
    return f"{version.pk:>5}  {version.question}{where}  từ {version.valid_from:%d/%m/%Y}{until}"
