"""Addresses of this room: what pages tell, and what editors see of it."""

from django.urls import path

from insights import beacon, pages

app_name = "insights"

urlpatterns = [
    path("count/", beacon.count, name="count"),
    path("desk/insights/", pages.insights, name="page"),
    path("desk/insights.csv", pages.insights_csv, name="csv"),
]
