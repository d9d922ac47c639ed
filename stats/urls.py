from django.urls import path

from stats import views

urlpatterns = [
    path("statistics/", views.statistics, name="statistics"),
    path("statistics/releases/", views.releases, name="releases"),
    path("statistics/releases/<slug:slug>/", views.release, name="release"),
    path("statistics/<slug:code>/", views.indicator, name="indicator"),
    path("statistics/<slug:code>/embed/", views.indicator_embed, name="indicator_embed"),
    path("statistics/<slug:code>/embed/<slug:key>/", views.indicator_embed, name="indicator_embed"),
    path("goals/", views.goals, name="goals"),
]
