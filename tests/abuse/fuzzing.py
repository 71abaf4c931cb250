"""Reads the forms of a page as a browser does, and fills them with what no person types."""

from html.parser import HTMLParser
from typing import Any

FREE = {"text", "email", "url", "number", "search", "tel", "password", "date", "textarea", "hidden", "select"}


class Form:
    def __init__(self, action: str, method: str) -> None:
        self.action = action
        self.method = method
        self.fields: dict[str, list[str]] = {}
        self.kinds: dict[str, str] = {}

    def add(self, name: str, kind: str, value: str) -> None:
        self.kinds[name] = kind
        self.fields.setdefault(name, []).append(value)

    @property
    def names(self) -> list[str]:
        """Of all that the sender controls."""
        return [name for name in self.kinds if name != "csrfmiddlewaretoken"]


class Forms(HTMLParser):
    """The forms of a page with the values that a browser would send."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(given.get("action", ""), given.get("method", "get").lower()))
        elif self.found and tag in {"input", "textarea", "button", "select"} and given.get("name"):
            self.field(tag, given)
        elif self.found and tag == "option" and self.select and "selected" in given:
            self.found[-1].add(self.select, "select", given.get("value", ""))

    def field(self, tag: str, given: dict[str, Any]) -> None:
        kind = given.get("type", "text") if tag == "input" else tag
        form = self.found[-1]
        if tag == "select":
            self.select = given["name"]
            form.kinds[given["name"]] = kind
        elif kind in {"checkbox", "radio"} and "checked" not in given:
            form.kinds.setdefault(given["name"], kind)
        else:
            form.add(given["name"], kind, given.get("value", ""))
