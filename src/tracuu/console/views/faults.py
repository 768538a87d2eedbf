"""Pages for what went wrong before a view was reached."""

from django.http import HttpRequest, HttpResponse

from tracuu.console.pages import page


def show_stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old: the page lay open while somebody else signed in."""
    del reason  # for developers; an officer can do nothing with it
    return page(request, "console/stale_form.html", {}, status=403)
