"""A form of a page as a browser would send it back: every control with the value that it has on the page."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client

Fields = dict[str, list[str]]


class FormReader(HTMLParser):
    """The fields of the form with the id `wanted`; without one, of the last form."""

    def __init__(self, html: str, wanted: str = "") -> None:
        super().__init__()
        self.wanted, self.inside = wanted, False
        self.fields: Fields = {}
        self.buttons: list[tuple[str, str]] = []
        self.text: str | None = None
        self.select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self.inside = not self.wanted or given.get("id") == self.wanted
            if self.inside:
                self.fields, self.buttons = {}, []
        elif not self.inside:
            return
        elif tag == "input" and name:
            self._input(given, name)
        elif tag == "button":
            self.buttons.append((name, given.get("value", "")))
        elif tag == "textarea":
            self.fields[name], self.text = [""], name
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.fields.setdefault(self.select, []).append(given.get("value", ""))

    def _input(self, given: dict[str, str], name: str) -> None:
        kind = given.get("type", "text")
        if kind == "submit":
            self.buttons.append((name, given.get("value", "")))
        elif kind in ("checkbox", "radio"):
            if "checked" in given:
                self.fields.setdefault(name, []).append(given.get("value", "on"))
        elif kind != "file":
            self.fields.setdefault(name, []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            self.text = None
        elif tag == "select":
            self.select = ""

    def handle_data(self, data: str) -> None:
        if self.text:
            value = self.fields[self.text][0] + data
            self.fields[self.text] = [value.removeprefix("\n") if not self.fields[self.text][0] else value]


def form_of(client: Client, address: str, wanted: str = "") -> FormReader:
    response = client.get(address)
    assert response.status_code == 200, address
    return FormReader(response.content.decode(), wanted)


def sent(
    client: Client, address: str, wanted: str = "", button: tuple[str, str] = ("_save", "Save"), /, **changes: Any
) -> Any:
    """Open the form at `address`, change these fields (None takes one away), press the button; the answer."""
    reader = form_of(client, address, wanted)
    assert button[0] in [name for name, _ in reader.buttons], reader.buttons
    fields: dict[str, Any] = {**reader.fields, button[0]: [button[1]]}
    for name, value in changes.items():
        fields.pop(name, None)
        if value is not None:
            fields[name] = value
    return client.post(address, fields)
