"""The words of the interface, collected from the source, and the catalogue that translates them."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

import tracuu
from tracuu.names import date_parsing

SOURCE = Path(tracuu.__file__).parent
ENGLISH = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
# Which argument of a call is shown to people. The errors are raised without Django, and translated
# where they are shown.
_SHOWN_ARGUMENT = {
    "gettext": 0,
    "gettext_lazy": 0,
    "gettext_noop": 0,
    "_": 0,
    "NameNotUnderstood": 1,
    "BirthDateNotUnderstood": 1,
}
_SHOWN_TABLES = {"_PROOF_WANTED"}
_CONSTANTS = {"_EXAMPLE": date_parsing._EXAMPLE}
_IN_TEMPLATE = re.compile(r"""(?:gettext|_)\((u?(?:'(?:\\.|[^'])*'|"(?:\\.|[^"])*"))\)""")


def words_of_source() -> set[str]:
    """Every msgid that a face may show."""
    words: set[str] = set()
    for folder in (
        "portal",
        "console",
        "accounts",
        "cards",
        "answers",
        "assistant",
        "messaging",
        "units",
        "api",
        "names",
    ):
        for path in sorted((SOURCE / folder).rglob("*.py")):
            words |= set(_words_in(ast.parse(path.read_text(encoding="utf-8"))))
    for path in sorted(SOURCE.glob("*/templates/**/*.html")):
        for literal in _IN_TEMPLATE.findall(templatize(path.read_text(encoding="utf-8"))):
            words.add(ast.literal_eval(literal.removeprefix("u")))
    return words


def _words_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            place = _SHOWN_ARGUMENT.get(node.func.id)
            if place is not None and len(node.args) > place:
                yield from _texts_in(node.args[place])
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            names = {each.id for each in node.targets if isinstance(each, ast.Name)}
            for value in node.value.values if names & _SHOWN_TABLES else ():
                yield from _texts_in(value)


def _texts_in(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(_piece(value) for value in node.values)
    elif isinstance(node, ast.IfExp):
        yield from _texts_in(node.body)
        yield from _texts_in(node.orelse)


def _piece(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    assert isinstance(node, ast.FormattedValue)
    assert isinstance(node.value, ast.Name)
    return _CONSTANTS.get(node.value.id, f"%({node.value.id})s")


def read_po(path: Path) -> dict[str, str]:
    """The translations of a .po file that uses neither plurals nor contexts."""
    entries: dict[str, str] = {}
    current: dict[str, str] = {}
    key = ""
    for line in [*path.read_text(encoding="utf-8").splitlines(), 'msgid ""']:
        if line.startswith("msgid "):
            if "msgstr" in current:
                entries[current["msgid"]] = current["msgstr"]
            current = {}
        word, _, text = line.partition(" ")
        if word in ("msgid", "msgstr"):
            key = word
            current[key] = ast.literal_eval(text)
        elif line.startswith('"'):
            current[key] += ast.literal_eval(line)
    return entries


def read_mo(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        return dict(gettext.GNUTranslations(file)._catalog)
