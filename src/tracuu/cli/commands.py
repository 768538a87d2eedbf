"""The commands, each a thin skin over one operation."""

import datetime
import json
import sys
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.core.management import call_command
from django.core.serializers.json import DjangoJSONEncoder

from tracuu.answers.errors import ContentNotValid
from tracuu.answers.learned import fit_if_stale
from tracuu.api.lookups import answer_as_json
from tracuu.audit.operations import COMMAND_LINE
from tracuu.audit.queries import find_faults
from tracuu.cards.enums import ListState, ProofKind, Stage
from tracuu.cards.errors import (
    ListNotPublished,
    LookupNotUnderstood,
    TooManyLookups,
    UnitTakesNoLookups,
)
from tracuu.cards.lists.importing import ImportOptions, import_list
from tracuu.cards.lists.publishing import withdraw
from tracuu.cards.lists.reading import ListNotReadable, ListRow
from tracuu.cards.lists.vault import file_name_of
from tracuu.cards.lookup import Caller, Proof
from tracuu.cards.models import Application
from tracuu.cards.operations import look_up
from tracuu.cards.queries import find_card_list, list_card_lists
from tracuu.cards.rotation import rotate
from tracuu.cards.wording import outcome_sentence
from tracuu.cli.answers import answers
from tracuu.cli.events import events
from tracuu.cli.officers import officers
from tracuu.cli.refusals import Refused as _Refused
from tracuu.cli.refusals import unit_or_refuse as _unit
from tracuu.cli.reports import print_report, report_as_json
from tracuu.cli.serving import run_worker, serve_all
from tracuu.cli.zalo import zalo
from tracuu.core.clock import VIETNAM
from tracuu.core.keys import KeyFileError
from tracuu.core.receipt_codes import grouped
from tracuu.demo.loading import issue_demo_slips, load_demo
from tracuu.demo.officers import DEMO_OFFICERS, DEMO_PASSWORD
from tracuu.demo.zalo import NoDemoZalo, connect_demo_accounts
from tracuu.messaging.errors import AccountNotConnected
from tracuu.units.errors import UnitNotValid
from tracuu.units.operations import add_unit

_REJECTED, _UNUSABLE = 1, 2


@click.group()
@click.version_option(package_name="tracuu")
def cli() -> None:
    """Tra Cứu: người dân tra cứu thẻ, cán bộ công bố danh sách."""


cli.add_command(answers)
cli.add_command(events)
cli.add_command(officers)
cli.add_command(zalo)


@cli.command()
@click.option("--demo", is_flag=True, help="Nạp dữ liệu minh hoạ (mọi người đều hư cấu).")
@click.pass_obj
def init(created_keys: list[Path], *, demo: bool) -> None:
    """Tạo khoá, cơ sở dữ liệu và bảng; chạy lại không mất gì."""
    call_command("migrate", interactive=False, verbosity=0)
    if created_keys and Application.objects.exists():
        # New keys would hide the loss, and clash with the old ones when these come back.
        for path in created_keys:
            path.unlink()
        names = ", ".join(path.name for path in created_keys)
        raise _Refused(f"Thiếu khoá của dữ liệu đang có ({names}). Hãy khôi phục từ bản sao lưu.")
    click.echo(f"Cơ sở dữ liệu và khoá đã sẵn sàng trong {settings.HOME}.", err=True)
    _have_answers_ready()
    if demo:
        report = load_demo(settings.HOME)
        click.echo(f"Cán bộ minh hoạ (mật khẩu chung: {DEMO_PASSWORD}):", err=True)
        for email, full_name, slug, role in DEMO_OFFICERS:
            click.echo(f"  {email:<28} {full_name:<15} {role.label}, {slug}", err=True)
        if report.is_published:
            click.echo(
                f"Đã nạp bản minh hoạ: {report.counts['accepted']} hồ sơ của Công an quận Tân Phú.",
                err=True,
            )
        click.echo("Người có phiếu nhận thẻ, để thử ở quầy trả thẻ:", err=True)
        for slip in issue_demo_slips():
            click.echo(f"  {grouped(slip.code)}  {slip.full_name}, {slip.receipt}", err=True)


def _have_answers_ready() -> None:
    """After an upgrade the first question already finds a model of today's content and libraries."""
    try:
        fit_if_stale()
    except ContentNotValid as error:
        click.echo(str(error), err=True)


@cli.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--host", default="127.0.0.1", show_default=True)
def serve(port: int, host: str) -> None:
    """Chạy máy chủ web và bộ xử lý nền; Ctrl-C để dừng."""
    sys.exit(serve_all(host=host, port=port))


@cli.command()
def worker() -> None:
    """Chạy riêng bộ xử lý nền (`serve` đã gồm việc này)."""
    run_worker()


@cli.command("demo-zalo", hidden=True)
def demo_zalo() -> None:
    """Kết nối các đơn vị minh hoạ với Zalo giả lập (`serve` gọi lệnh này)."""
    try:
        connected = connect_demo_accounts()
    except (NoDemoZalo, AccountNotConnected) as error:
        raise _Refused(f"Zalo giả lập chưa kết nối được: {error}") from None
    if connected:
        names = ", ".join(unit.name for unit in connected)
        click.echo(f"  Đã kết nối Zalo giả lập: {names}.", err=True)


@cli.group()
def units() -> None:
    """Đơn vị."""


@units.command("add")
@click.option("--slug", required=True, help="Phần địa chỉ web, ví dụ tan-phu.")
@click.option("--name", required=True, help="Tên đầy đủ, ví dụ “Công an quận Tân Phú”.")
@click.option("--parent", help="Slug của đơn vị cấp trên.")
@click.option("--address", default="", help="Địa chỉ nơi trả thẻ.")
@click.option("--phone", default="", help="Điện thoại công khai.")
def units_add(slug: str, name: str, parent: str | None, address: str, phone: str) -> None:
    """Thêm một đơn vị vào cây đơn vị."""
    above = _unit(parent) if parent else None
    try:
        unit = add_unit(slug=slug, name=name, parent=above, address=address, phone=phone)
    except UnitNotValid as error:
        raise _Refused(str(error)) from None
    click.echo(f"Đã thêm {unit.name} (/{unit.slug}/).")


@cli.group()
def lists() -> None:
    """Danh sách."""


@lists.command("show")
@click.option("--unit", "slug", required=True)
def lists_show(slug: str) -> None:
    """Các danh sách của đơn vị, mới nhất trước."""
    for row in list_card_lists(_unit(slug)):
        at = f"{row.published_at.astimezone(VIETNAM):%d/%m/%Y %H:%M}" if row.published_at else ""
        click.echo(
            f"{row.pk:>6}  {at}  số liệu ngày {row.as_of:%d/%m/%Y}  "
            f"{ListState(row.state).label:<12} {file_name_of(row)}"
        )


@lists.command("undo")
@click.option("--unit", "slug", required=True)
@click.argument("number", type=int)
def lists_undo(slug: str, number: int) -> None:
    """Thu hồi một danh sách đã công bố: mọi thứ trở lại đúng như trước."""
    card_list = find_card_list(_unit(slug), number)
    if card_list is None:
        raise _Refused(f"Đơn vị không có danh sách số {number}. Xem: tracuu lists show")
    try:
        withdraw(card_list, actor=COMMAND_LINE)
    except ListNotPublished as error:
        raise _Refused(str(error)) from None
    click.echo(f"Đã thu hồi danh sách số {number}; dữ liệu trở lại như trước khi công bố.")


@lists.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--unit", "slug", required=True, help="Slug của đơn vị nhận danh sách.")
@click.option(
    "--stage",
    default="at_unit",
    show_default=True,
    type=click.Choice([stage.code for stage in Stage if stage is not Stage.REPLACED]),
    help="Trạng thái của những dòng không tự ghi trạng thái.",
)
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Ngày của danh sách (mặc định: hôm nay)."
)
@click.option(
    "--day-month",
    type=click.Choice(["swap", "keep"]),
    help="Trả lời khi ngày và tháng có vẻ bị đảo.",
)
@click.option("--strict", is_flag=True, help="Không công bố gì nếu có dòng bị từ chối.")
@click.option("--dry-run", is_flag=True, help="Chỉ đọc và báo, không thay đổi gì.")
@click.option(
    "--rows", is_flag=True, help="Cùng --dry-run: in từng dòng đã hiểu, mỗi dòng một JSON."
)
@click.option("--json", "as_json", is_flag=True, help="In báo cáo bằng JSON.")
def lists_import(  # noqa: PLR0913 (one parameter an option)
    *,
    file: Path,
    slug: str,
    stage: str,
    as_of: datetime.datetime | None,
    day_month: Any,
    strict: bool,
    dry_run: bool,
    rows: bool,
    as_json: bool,
) -> None:
    """Đọc một bảng tính và công bố các dòng hợp lệ cùng một lúc."""
    if rows and not dry_run:
        raise _Refused("--rows chỉ đi cùng --dry-run.")
    options = ImportOptions(
        stage=Stage[stage.upper()],
        as_of=as_of.date() if as_of else None,
        day_month=day_month,
        is_strict=strict,
        is_dry_run=dry_run,
    )
    unit = _unit(slug)
    try:
        report = import_list(
            unit=unit, path=file, options=options, each_row=_print_row if rows else None
        )
    except ListNotReadable as error:
        _fail(error.code, error.message, as_json=as_json)
    except ListNotPublished as error:
        _fail("not_published", str(error), as_json=as_json, code=_REJECTED)
    if as_json:
        click.echo(json.dumps(report_as_json(report), ensure_ascii=False), err=rows)
    else:
        print_report(report, is_dry_run=dry_run, to_stderr=rows)
    sys.exit(_REJECTED if report.rows_rejected else 0)


def _print_row(row: ListRow) -> None:
    shown = {
        "sheet": row.sheet,
        "row": row.row,
        "full_name": row.full_name,
        "birth_date": row.birth_date,
        "sex": row.sex,
        "warnings": row.warnings,
    }
    sys.stdout.write(json.dumps(shown, ensure_ascii=False) + "\n")


def _fail(kind: str, message: str, *, as_json: bool, code: int = _UNUSABLE) -> None:
    if as_json:
        click.echo(json.dumps({"error": kind, "message": message}, ensure_ascii=False))
    else:
        click.echo(message, err=True)
    sys.exit(code)


@cli.command()
@click.option("--unit", "slug", required=True)
@click.option("--name", required=True, help="Họ và tên.")
@click.option("--birth-date", required=True, help="Ngày sinh, ví dụ 17/05/1991.")
@click.option("--receipt", help="Số hồ sơ trên giấy hẹn.")
@click.option("--phone-last4", help="4 số cuối điện thoại.")
@click.option("--id-last4", help="4 số cuối CCCD/CMND.")
@click.option("--json", "as_json", is_flag=True)
def lookup(
    *,
    slug: str,
    name: str,
    birth_date: str,
    receipt: str | None,
    phone_last4: str | None,
    id_last4: str | None,
    as_json: bool,
) -> None:
    """Tra cứu một người, đúng như trang web trả lời."""
    facts = {
        ProofKind.RECEIPT: receipt,
        ProofKind.PHONE_LAST4: phone_last4,
        ProofKind.ID_LAST4: id_last4,
    }
    proof = next((Proof(kind, value) for kind, value in facts.items() if value), None)
    try:
        answer = look_up(
            unit=_unit(slug),
            full_name=name,
            birth_date=birth_date,
            proof=proof,
            caller=Caller(address="cli"),
        )
    except LookupNotUnderstood as error:
        raise _Refused("\n".join(item.message for item in error.errors)) from None
    except UnitTakesNoLookups:
        raise _Refused("Đơn vị này không nhận tra cứu; hãy tra cứu ở đơn vị tiếp nhận.") from None
    except TooManyLookups as error:
        raise _Refused(f"Tra cứu quá nhiều lần. Hãy chờ {error.retry_after} giây.") from None
    if as_json:
        click.echo(json.dumps(answer_as_json(answer), ensure_ascii=False, cls=DjangoJSONEncoder))
    else:
        click.echo(outcome_sentence(answer))


@cli.group()
def keys() -> None:
    """Khoá."""


@keys.command("rotate")
@click.argument("name", type=click.Choice(["sealing", "index"]))
def keys_rotate(name: str) -> None:
    """Thay khoá và ghi lại mọi dòng; có thể bị ngắt và chạy lại."""
    try:
        done = rotate(
            settings.KEYS_DIR,
            name,
            progress=lambda count: click.echo(f"\r{count} dòng", nl=False, err=True),
        )
    except KeyFileError as error:
        raise _Refused(str(error)) from None
    click.echo(f"\nĐã thay khoá {name}: {done} dòng được ghi lại.", err=True)


@cli.group()
def audit() -> None:
    """Nhật ký kiểm tra."""


@audit.command("verify")
def audit_verify() -> None:
    """Kiểm tra mọi chuỗi nhật ký: có dòng nào bị sửa hay bị mất không."""
    faults = list(find_faults())
    for fault in faults:
        what = "bị sửa" if fault.kind == "altered" else "bị mất"
        click.echo(f"Đơn vị số {fault.unit_id}, dòng {fault.number}: {what}.", err=True)
    if faults:
        sys.exit(_REJECTED)
    click.echo("Nhật ký còn nguyên vẹn.")
