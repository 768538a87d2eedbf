"""The ways of asking for one topic: all that is learnt, suggesting more, suggesting to take some away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tracuu.accounts import permissions
from tracuu.answers.enums import SuggestionDeed
from tracuu.answers.errors import ContentNotValid
from tracuu.answers.models import Topic
from tracuu.answers.teaching import known_phrasings, suggest_phrasings
from tracuu.console.answers.forms import PhrasingsForm
from tracuu.console.answers.shown import read_titles, title_of
from tracuu.console.answers.views import topic_or_404
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.units.models import Unit


@officer_page("GET", "HEAD", "POST", check=permissions.check_can_edit_lists)
def show_phrasings(request: OfficerRequest, unit: Unit, topic: str) -> HttpResponse:
    subject, form = topic_or_404(topic), PhrasingsForm()
    if request.method == "POST":
        try:
            if "remove" in request.POST:
                count = _suggest_removal(request, unit, subject)
            else:
                form = PhrasingsForm(request.POST)
                if not form.is_valid():
                    return _page(request, subject, form, status=422)
                count = _suggest(request, unit, subject, form)
        except ContentNotValid as error:
            messages.error(request, str(error))
        else:
            said = _("Đã đề xuất %(count)s thay đổi. Một cán bộ khác duyệt thì hệ thống sẽ học.")
            messages.success(request, said % {"count": count})
        return redirect("console:phrasings", unit.slug, subject.slug)
    return _page(request, subject, form)


def _suggest(request: OfficerRequest, unit: Unit, topic: Topic, form: PhrasingsForm) -> int:
    return suggest_phrasings(
        label=topic.slug,
        texts=form.lines(),
        register=form.cleaned_data["register"],
        actor=request.actor,
        unit=unit,
    )


def _suggest_removal(request: OfficerRequest, unit: Unit, topic: Topic) -> int:
    return suggest_phrasings(
        label=topic.slug,
        texts=request.POST.getlist("text"),
        deed=SuggestionDeed.REMOVE,
        actor=request.actor,
        unit=unit,
    )


def _page(
    request: OfficerRequest, topic: Topic, form: PhrasingsForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "topic": topic,
        "title": title_of(topic.slug, read_titles()),
        "known": known_phrasings(topic.slug),
        "form": form,
    }
    return page(request, "console/answers/phrasings.html", context, status=status)
