"""Static files: named by their content, kept for good, compressed, and never half there."""

import gzip
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from factories import make_unit
from tracuu.core import static

pytestmark = pytest.mark.django_db


def links(client):
    make_unit()
    page = client.get("/tan-phu/tra-cuu/").content.decode()
    return re.findall(r'(?:href|src)="(/static/[^"]+)"', page)


def body(answer):
    content = b"".join(answer.streaming_content)
    answer.close()
    return content


def test_pages_name_files_by_their_content_and_browsers_keep_them(client):
    found = links(client)

    assert len(found) >= 3
    for link in found:
        assert re.search(r"\.[0-9a-f]{12}\.(css|js|svg)$", link), link
        answer = client.get(link)
        assert answer.status_code == 200
        answer.close()
        assert "immutable" in answer.headers["Cache-Control"]


def test_a_style_sheet_comes_compressed_to_whoever_can_read_that(client):
    (link,) = (link for link in links(client) if link.endswith(".css"))

    plain = client.get(link)
    small = client.get(link, headers={"accept-encoding": "gzip"})

    assert small.headers["Content-Encoding"] == "gzip"
    assert int(small.headers["Content-Length"]) * 3 < int(plain.headers["Content-Length"])
    assert gzip.decompress(body(small)) == body(plain)


def test_a_plain_name_is_answered_too_and_kept_for_minutes(client):
    answer = client.get("/static/portal/site.css")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "max-age=600, public"
    answer.close()


def test_another_content_is_another_folder_and_the_same_is_the_same(tmp_path):
    style = tmp_path / "a.css"
    style.write_text("p { margin: 0 }")
    first = static._mark({"a.css": style})
    assert static._mark({"a.css": style}) == first
    style.write_text("p { margin: 1px }")
    assert static._mark({"a.css": style}) != first


def test_many_processes_at_once_leave_one_whole_folder(tmp_path):
    folder = tmp_path / "static" / "mark"
    sources = static._sources()

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(static._lay_out, sources, folder) for _ in range(4)]:
            done.result()

    assert [path.name for path in folder.parent.iterdir()] == ["mark"]
    assert (folder / "staticfiles.json").exists()
    for name in sources:
        assert (folder / name).read_bytes() == sources[name].read_bytes()


def test_what_breaks_off_leaves_nothing(tmp_path, monkeypatch):
    folder = tmp_path / "static" / "mark"

    def full(*_arguments):
        raise OSError("no space left")

    monkeypatch.setattr(static.shutil, "copyfile", full)
    with pytest.raises(OSError, match="no space"):
        static._lay_out(static._sources(), folder)
    assert list(folder.parent.iterdir()) == []
