from django.urls import path

from parks import views

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("announcements/", views.announcements, name="announcements"),
    path("announcements/<int:pk>/", views.announcement, name="announcement"),
]
