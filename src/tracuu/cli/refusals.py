"""How a command says no: one sentence on standard error, exit 2."""

import click

from tracuu.units.errors import UnitNotFound
from tracuu.units.models import Unit
from tracuu.units.queries import get_unit


class Refused(click.ClickException):
    exit_code = 2


def unit_or_refuse(slug: str) -> Unit:
    """The unit of an option `--unit`."""
    try:
        return get_unit(slug)
    except UnitNotFound:
        raise Refused(
            f"Không có đơn vị {slug!r}. Thêm bằng: tracuu units add --slug {slug} --name …"
        ) from None
