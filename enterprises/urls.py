from django.urls import path

from enterprises import views

urlpatterns = [
    path("industries/", views.industries, name="industries"),
    path("enterprises/", views.enterprises, name="enterprises"),
    path("enterprises/<slug:number>/", views.enterprise, name="enterprise"),
]
