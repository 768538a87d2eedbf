import itertools
import re
from html.parser import HTMLParser

import pytest
from django.contrib.staticfiles import finders


class Page(HTMLParser):
    """Collects what a test asks about: ids, links and every attribute that could break our CSP."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.links, self.styled, self.tags = [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.tags.append(tag)
        if "id" in told:
            self.ids.append(told["id"])
        for name in ("href", "src"):
            if name in told:
                self.links.append(told[name])
        self.styled += [name for name in told if name == "style" or name.startswith("on")]


@pytest.fixture
def html(client):
    response = client.get("/api/docs")
    assert response.status_code == 200
    return response.content.decode()


def test_every_operation_is_there_with_a_command_to_try(html, client):
    document = client.get("/api/openapi.json").json()
    for path, methods in document["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path}" in html
    assert html.count("curl ") == 4
    assert "&quot;full_name&quot;: &quot;Nguyễn Thị Minh Anh&quot;" in html


def test_the_page_works_under_our_content_security_policy(html):
    page = Page(html)
    assert page.styled == []
    assert {"script", "style", "iframe", "img"} & set(page.tags) == set()
    assert all(link.startswith(("/", "#")) for link in page.links)


def test_every_link_inside_leads_somewhere_and_ids_are_unique(html):
    page = Page(html)
    assert len(page.ids) == len(set(page.ids))
    inside = {link[1:] for link in page.links if link.startswith("#")}
    assert inside <= set(page.ids)


def test_headings_go_down_one_step_at_a_time(html):
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_the_style_sheet_exists():
    assert finders.find("api/docs.css")


def test_the_document_describes_errors_as_problems(client):
    document = client.get("/api/openapi.json").json()
    look_up = document["paths"]["/api/v1/units/{slug}/lookups"]["post"]
    assert set(look_up["responses"]) == {"200", "400", "404", "413", "415", "422", "429"}
    for status, reply in look_up["responses"].items():
        expected = "application/json" if status == "200" else "application/problem+json"
        assert list(reply["content"]) == [expected]
    assert "Retry-After" in look_up["responses"]["429"]["headers"]
