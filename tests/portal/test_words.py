"""One word for one thing, spelled one way: the house's decisions of `docs/developer/glossary.md`.

A word that comes back in its other form fails here, and the failure says what to write instead.
"""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import tracuu
from portal.catalog import ENGLISH, SOURCE, read_po
from tracuu.messaging.zalo.menu import menu_of

ROOT = SOURCE.parent.parent
# What people type and lists say is data: it stands there as it comes.
AS_IT_COMES = {"names", "reading", "understanding", "matching", "migrations", "locale"}
HOLES = re.compile(r"%\(\w+\)s|\{\w+\}")

EVERYWHERE = {
    r"\b([Hh]ủy|[Xx]óa|hóa|[Kk]hóa|[Tt]ùy|họa|thỏa)\b": "huỷ, xoá, hoá, khoá, tuỳ, hoạ, thoả",
    r"\b([Qq]ui định|[Ll]í do)\b": "quy định, lý do",
    r"1900[.\-]0368|(?<=\s)19000368\b": "1900 0368",
    r"\bsố hộp\b|\bhộp thẻ\b|\bhộp này\b": "hộc",
    r"\b([Tt]hư điện tử|[Đđ]ịa chỉ thư|qua thư|máy chủ thư)\b": "e-mail (thư is paper)",
    r"\b[Mm]ã hồ sơ\b": "số hồ sơ",
    r"\b[Nn]gừng gắn\b": "gỡ hồ sơ",
    r"\b[Tt]rang đầu\b": "trang chủ (the citizens'), trang chính (the officers')",
}
# What the catalogue holds is said to people and to nobody else.
SAID = EVERYWHERE | {
    r"\bemail\b": "e-mail",
    r"\b[Đđ]ường dẫn\b": "liên kết",
    r"\b[Cc]ăn cước công dân\b": "thẻ căn cước, CCCD",
    r"\b[Ss]ố căn cước\b": "số CCCD",
    r"\bhotline\b|\b[Đđ]ường dây nóng\b": "tổng đài",
    r"\bMã tin\b": "mã của tin",
}
TO_CITIZENS = {
    r"\bHỏi đáp\b(?! CCCD)": "Hỏi đáp CCCD",
    r"\b[Kk]ý tự\b": "chữ và số",
}


def wrong_words(text: str, rules: dict[str, str]) -> list[str]:
    text = HOLES.sub("", text)
    return [
        f"{found[0]}: write {instead}"
        for pattern, instead in rules.items()
        for found in re.finditer(pattern, text)
    ]


def source_files(suffix: str) -> Iterator[Path]:
    for folder in (SOURCE, SOURCE.parent / "zalo_emulator"):
        for path in sorted(folder.rglob(f"*{suffix}")):
            if not AS_IT_COMES & set(path.parts):
                yield path


def texts_of(path: Path) -> Iterator[str]:
    """What a file says: of Python its strings, of a template all of it."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield source
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def rules_for(path: Path) -> dict[str, str]:
    is_for_citizens = {"portal", "assistant", "zalo_emulator"} & set(path.parts)
    return EVERYWHERE | TO_CITIZENS if is_for_citizens else EVERYWHERE


@pytest.mark.parametrize("suffix", [".py", ".html"])
def test_the_source_says_one_word_for_one_thing(suffix):
    found = [
        f"{path.relative_to(ROOT)}: {wrong}"
        for path in source_files(suffix)
        for text in texts_of(path)
        for wrong in wrong_words(text, rules_for(path))
    ]
    assert found == []


def test_the_catalogue_says_one_word_for_one_thing():
    assert [wrong for word in read_po(ENGLISH) for wrong in wrong_words(word, SAID)] == []


def test_answers_say_one_word_for_one_thing():
    content = json.loads((Path(tracuu.__file__).parent / "answers/content.json").read_bytes())
    versions = [version for topic in content["topics"] for version in topic["versions"]]
    assert len(versions) > 100
    told = [text for one in versions for text in (one["question"], one["answer"])]

    assert [wrong for text in told for wrong in wrong_words(text, EVERYWHERE)] == []


def test_what_officers_read_says_one_word_for_one_thing():
    pages = [ROOT / "README.md", *sorted((ROOT / "docs/officer").glob("*.md"))]
    assert len(pages) > 10
    found = [
        f"{page.name}: {wrong}"
        for page in pages
        for wrong in wrong_words(page.read_text(encoding="utf-8"), EVERYWHERE)
    ]
    assert found == []


def test_the_menu_on_zalo_has_the_words_of_the_web():
    labels = [item.label for item in menu_of("https://example.vn/tan-phu/tra-cuu/")]
    assert labels[:2] == ["Tra cứu CCCD", "Hỏi đáp CCCD"]


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("Đã huỷ lần trả thẻ.", True),
        ("Đã hủy lần trả thẻ.", False),
        ("Gọi 1900 0368.", True),
        ('<a href="tel:19000368">1900 0368</a>', True),
        ("Gọi 1900.0368.", False),
        ("Gọi 19000368.", False),
        ("Trả lời thư của đơn vị", True),
        ("Báo qua thư", False),
        ("phường Tân Thới Hòa, tỉnh Thanh Hóa", True),  # places and people are spelled as they are
    ],
)
def test_a_wrong_word_is_seen(text, is_right):
    assert (wrong_words(text, EVERYWHERE) == []) is is_right
