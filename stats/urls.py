from django.urls import path

from stats import views

urlpatterns = [
    path("statistics/", views.statistics, name="statistics"),
    path("statistics/releases/", views.releases, name="releases"),
    path("statistics/releases/<slug:slug>/", views.release, name="release"),
    path("statistics/<slug:code>/", views.indicator, name="indicator"),
    path("statistics/<slug:code>/data.<slug:ending>", views.indicator_data, name="indicator_data"),
    path("goals/", views.goals, name="goals"),
]
