"""What absolute addresses begin with."""

from typing import Any

import pytest
from django.test import RequestFactory

from members.origin import origin_of

ORIGINS = {
    ("", "testserver", False): "http://testserver",
    ("", "testserver:8000", True): "https://testserver:8000",
    ("https://cbt.example.org", "testserver", False): "https://cbt.example.org",
    ("https://cbt.example.org", "somebody.else", False): "https://cbt.example.org",
    ("", "somebody.else", False): "",
}


@pytest.mark.parametrize(("asked", "origin"), ORIGINS.items())
def test_the_settings_say_where_the_site_stands_and_else_the_request(
    asked: tuple[str, str, bool], origin: str, settings: Any
) -> None:
    settings.SITE_URL, host, is_secure = asked
    settings.ALLOWED_HOSTS = ["testserver"]
    assert origin_of(RequestFactory().get("/", headers={"host": host}, secure=is_secure)) == origin
