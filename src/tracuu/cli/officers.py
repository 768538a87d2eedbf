"""Officers at the command line: the first one of a unit, and one who lost the way in."""

import click
from django.conf import settings
from django.urls import reverse

from tracuu.accounts.enums import Role
from tracuu.accounts.errors import OfficerNotValid
from tracuu.accounts.operations import invite, reset_access
from tracuu.accounts.queries import find_officer, list_members
from tracuu.cli.refusals import Refused, unit_or_refuse
from tracuu.core.clock import VIETNAM


@click.group()
def officers() -> None:
    """Cán bộ."""


@officers.command("invite")
@click.option("--unit", "slug", required=True, help="Slug của đơn vị.")
@click.option("--email", required=True, help="Địa chỉ để đăng nhập.")
@click.option(
    "--role", default="chief", show_default=True, type=click.Choice([str(role) for role in Role])
)
def officers_invite(slug: str, email: str, role: str) -> None:
    """In một liên kết dùng một lần để cán bộ vào làm việc."""
    try:
        invitation, token = invite(unit=unit_or_refuse(slug), email=email, role=Role(role))
    except OfficerNotValid as error:
        raise Refused(str(error)) from None
    base = settings.BASE_URL.rstrip("/") or "http://localhost:8000"
    click.echo(f"{base}{reverse('console:invitation', args=[token])}")
    until = invitation.expires_at.astimezone(VIETNAM)
    click.echo(f"Dùng được một lần, đến {until:%d/%m/%Y %H:%M}.", err=True)


@officers.command("show")
@click.option("--unit", "slug", required=True)
def officers_show(slug: str) -> None:
    """Cán bộ của đơn vị và vai trò."""
    for member in list_members(unit_or_refuse(slug)):
        officer = member.officer
        click.echo(f"{Role(member.role).label:<20} {officer.full_name:<30} {officer.email}")


@officers.command("reset")
@click.option("--email", required=True)
def officers_reset(email: str) -> None:
    """Cho cán bộ mất mật khẩu hoặc điện thoại: mật khẩu tạm, gỡ bước xác minh thứ hai."""
    officer = find_officer(email)
    if officer is None:
        raise Refused(f"Không có cán bộ nào dùng địa chỉ {email}.")
    click.echo(reset_access(officer=officer))
    click.echo("Mật khẩu tạm; hãy đổi ngay sau khi đăng nhập.", err=True)
