"""`tracuu zalo …`: what of an Official Account has no page in the console."""

import click

from tracuu.audit.operations import COMMAND_LINE
from tracuu.cli.refusals import Refused, unit_or_refuse
from tracuu.messaging.enums import Kind
from tracuu.messaging.models import OfficialAccount
from tracuu.messaging.zalo.accounts import disconnect
from tracuu.messaging.zalo.template_settings import KINDS, TemplateNotValid, set_template


@click.group()
def zalo() -> None:
    """Tài khoản Zalo của đơn vị."""


@zalo.command("template")
@click.option("--unit", "slug", required=True)
@click.option("--kind", type=click.Choice([kind.value for kind in KINDS]), help="Loại tin.")
@click.option("--id", "template_id", help="Mã mẫu tin ZBS đã được duyệt; để trống để thôi dùng.")
def template(slug: str, kind: str | None, template_id: str | None) -> None:
    """Mẫu tin ZBS của đơn vị; không có --kind thì liệt kê."""
    unit = unit_or_refuse(slug)
    account = OfficialAccount.objects.filter(unit=unit).first()
    if account is None:
        raise Refused(f"{unit.name} chưa kết nối tài khoản Zalo nào.")
    if kind is not None:
        try:
            set_template(
                account=account, kind=Kind(kind), template_id=template_id or "", actor=COMMAND_LINE
            )
        except TemplateNotValid as error:
            raise Refused(str(error)) from None
        account.refresh_from_db()
    for name, number in sorted(account.templates.items()):
        click.echo(f"{name:<12} {number:<12} {Kind(name).label}")


@zalo.command("disconnect")
@click.option("--unit", "slug", required=True)
def leave(slug: str) -> None:
    """Ngắt kết nối OA của một đơn vị không còn phụ trách (đã giải thể), để đơn vị khác kết nối được."""
    unit = unit_or_refuse(slug)
    if not disconnect(unit=unit, actor=COMMAND_LINE):
        raise Refused(f"{unit.name} không kết nối tài khoản Zalo nào.")
    click.echo(f"Đã ngắt kết nối Zalo của {unit.name}.")
