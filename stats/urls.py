from django.urls import path

from stats import views

urlpatterns = [
    path("statistics/", views.statistics, name="statistics"),
    path("statistics/releases/", views.releases, name="releases"),
    path("statistics/releases/<slug:slug>/", views.release, name="release"),
    path("statistics/<slug:code>/", views.indicator, name="indicator"),
    path("goals/", views.goals, name="goals"),
]
