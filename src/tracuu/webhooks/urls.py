"""What others call: no session, no cookie, no token of a form; each verifies its caller by itself."""

from django.urls import path

from tracuu.webhooks.zalo import hear_zalo

app_name = "webhooks"
urlpatterns = [
    path("zalo/", hear_zalo, name="zalo"),
    # As somebody may type it into Zalo's console: a redirect would lose what was posted.
    path("zalo", hear_zalo),
]
