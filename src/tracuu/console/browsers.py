"""What a browser calls itself, in the few words by which a person knows it."""

import re

_BROWSERS = (
    ("Cốc Cốc", re.compile(r"coc_coc_browser/(\d+)")),
    ("Edge", re.compile(r"Edg\w*/(\d+)")),
    ("Opera", re.compile(r"OPR/(\d+)")),
    ("Firefox", re.compile(r"Firefox/(\d+)")),
    ("Chrome", re.compile(r"Chrome/(\d+)")),
    ("Safari", re.compile(r"Version/(\d+)[.\d]* .*Safari")),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
_LONGEST = 40


def browser_text(user_agent: str) -> str:
    """Browser, version and system; an unknown one shows the beginning of its own words.

    >>> browser_text("Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML) Chrome/109.0 Safari/537")
    'Chrome 109, Windows'
    """
    found = ((name, pattern.search(user_agent)) for name, pattern in _BROWSERS)
    browser = next((f"{name} {match[1]}" for name, match in found if match), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return ", ".join(filter(None, (browser, system))) or user_agent[:_LONGEST] or "?"
