"""Reads of units."""

from django.db.models import Q

from tracuu.core.database import find_row, select
from tracuu.units.errors import UnitNotFound
from tracuu.units.models import Unit
from tracuu.units.rules import composed, search_words

_MOST_FOUND = 20


def get_unit(slug: str) -> Unit:
    """The unit with this slug; raises `UnitNotFound`."""
    unit = find_row(Unit, "slug", slug)
    if unit is None:
        raise UnitNotFound(slug)
    return unit


def list_scope_ids(unit: Unit) -> list[int]:
    """The unit itself and every unit whose people it took over, however many reforms ago."""
    rows = select(
        """
        WITH RECURSIVE scope(id) AS (
            SELECT CAST(%s AS bigint)
            UNION
            SELECT s.old_id FROM units_succession s JOIN scope ON s.new_id = scope.id
        )
        SELECT id FROM scope
        """,
        [unit.pk],
    )
    return [row[0] for row in rows]


def list_successors(unit: Unit) -> list[Unit]:
    """Today's units that took over from this one; empty while it still stands."""
    return list(Unit.objects.filter(predecessions__old=unit).order_by("name"))


def search_units(text: str, limit: int = _MOST_FOUND) -> list[Unit]:
    """Units whose name, old name or place holds every word, with or without diacritics; best first.

    A word may be the beginning of a longer one ("tan ph"); words of kind (công an, quận) only
    decide when nothing else was typed. What finds nothing is read as raw keys of Telex or VNI
    ("taan phus").
    """
    best = _find(search_words(text), limit)
    if not best and (typed := composed(text)) != text:
        best = _find(search_words(typed), limit)
    found = Unit.objects.in_bulk(best)
    return [found[pk] for pk in best]


def _find(words: list[str], limit: int) -> list[int]:
    if not words:
        return []
    rows = Unit.objects.all()
    for word in words:
        rows = rows.filter(Q(search_text__contains=f" {word}"))
    wanted = " ".join(words)
    ranked = sorted(
        (_rank(wanted, text, is_closed=closed_on is not None), pk)
        for pk, closed_on, text in rows.values_list("pk", "closed_on", "search_text")
    )
    return [pk for _, pk in ranked[:limit]] or _find_without_spaces(words, limit)


def _find_without_spaces(words: list[str], limit: int) -> list[int]:
    """Units one of whose names is the query once all spaces are gone: "tanphu", "congantanphu"."""
    wanted = "".join(words)
    found = []
    for pk, text in Unit.objects.filter(closed_on=None).values_list("pk", "search_text"):
        names = (line.replace(" ", "") for line in text.split("\n") if line)
        lengths = [len(name) for name in names if name.endswith(wanted)]
        if lengths:
            found.append((min(lengths), pk))
    return [pk for _, pk in sorted(found)[:limit]]


def _rank(
    wanted: str, search_text: str, *, is_closed: bool
) -> tuple[bool, bool, bool, bool, bool, str]:
    """Smaller is better: open, then the name itself, its beginning, another whole word, any."""
    lines = [f" {line.strip()} " for line in search_text.split("\n")]
    return (
        is_closed,
        not lines[0].endswith(f" {wanted} "),
        f" {wanted}" not in lines[0],
        not any(f" {wanted} " in line for line in lines),
        not any(f" {wanted}" in line for line in lines),
        lines[0],
    )


def list_units_of(parent: Unit | None) -> list[Unit]:
    """The units directly below one (or the roots), by name."""
    return list(Unit.objects.filter(parent=parent, closed_on=None).order_by("name"))


def count_publishing_units() -> int:
    """How many units citizens can look up at today."""
    return Unit.objects.filter(publishes_lists=True, closed_on=None).count()


def list_units_above_publishing() -> list[Unit]:
    """The units directly above those that citizens can look up at, by name."""
    return list(
        Unit.objects.filter(children__publishes_lists=True, children__closed_on=None)
        .distinct()
        .order_by("name")
    )


def list_publishing_units() -> list[Unit]:
    """Every unit that citizens can look up at today."""
    return list(
        Unit.objects.filter(publishes_lists=True, closed_on=None)
        .select_related("parent")
        .order_by("name")
    )


def list_ids_above(unit: Unit) -> list[int]:
    """The units above this one, up to the root."""
    rows = select(
        """
        WITH RECURSIVE above(id) AS (
            SELECT u.parent_id FROM units_unit u WHERE u.id = %s AND u.parent_id IS NOT NULL
            UNION
            SELECT u.parent_id FROM units_unit u JOIN above ON u.id = above.id
            WHERE u.parent_id IS NOT NULL
        )
        SELECT id FROM above
        """,
        [unit.pk],
    )
    return [row[0] for row in rows]


def list_ids_below(unit: Unit) -> list[int]:
    """The units below this one, however deep."""
    rows = select(
        """
        WITH RECURSIVE below(id) AS (
            SELECT u.id FROM units_unit u WHERE u.parent_id = %s
            UNION
            SELECT u.id FROM units_unit u JOIN below ON u.parent_id = below.id
        )
        SELECT id FROM below
        """,
        [unit.pk],
    )
    return [row[0] for row in rows]
