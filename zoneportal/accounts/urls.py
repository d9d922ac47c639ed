"""Login, second factor and the own password, by allauth.

Nobody signs up or has a password sent: accounts are made, and passwords set anew, by the zone. Those addresses stay
known to allauth, which asks for them by name, and answer 404 (an office may have no mail server to send anything).
"""

from django.urls import include, path, re_path

from zoneportal.accounts.views import closed

urlpatterns = [
    re_path(r"^(?:signup|email|confirm-email|password/reset|password/set|login/code)/", closed),
    path("", include("allauth.urls")),
]
