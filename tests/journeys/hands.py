"""How a person works a page: with pointer or finger, or with the keyboard alone."""

import re
from datetime import datetime
from typing import Any

from playwright.sync_api import Locator, Page

Label = str | re.Pattern[str]

OPTIONAL = r"( \(optional\))?$"
FARTHEST = 700  # stops of the Tab key on the longest page, twice around


def named(label: Label) -> re.Pattern[str]:
    return re.compile(f"^{re.escape(label)}{OPTIONAL}") if isinstance(label, str) else label


class Hands:
    """Finds everything by the name that is read aloud, within the part of the page that `at` opens."""

    def __init__(self, page: Page) -> None:
        self.page = page

    # What a person does

    def write(self, label: Label, text: str, at: Any = None) -> None:
        field = self.one("textbox", label, at)
        field.fill(text)

    def set_time(self, label: Label, when: datetime, at: Any = None) -> None:
        self.time_field(label, at).fill(f"{when:%Y-%m-%dT%H:%M}")

    def choose(self, label: Label, option: str, at: Any = None) -> None:
        self.one("combobox", label, at).select_option(label=option)

    def tick(self, label: Label, at: Any = None) -> None:
        self.one("checkbox", label, at).check()

    def pick(self, label: Label, at: Any = None) -> None:
        """One of several that exclude each other."""
        self.one("radio", label, at).check()

    def press(self, label: Label, at: Any = None) -> None:
        self.one("button", label, at).click()

    def follow(self, label: Label, at: Any = None) -> None:
        self.one("link", label, at).click()

    def open(self, summary: Label, at: Any = None) -> None:
        """Unfold what a summary covers."""
        (at or self.page).locator("summary").filter(has_text=summary).first.click()

    # What the page says

    def one(self, role: Any, label: Label, at: Any = None) -> Locator:
        return (at or self.page).get_by_role(role, name=named(label)).first

    def time_field(self, label: Label, at: Any = None) -> Locator:
        """A day with an hour: the browser gives it no role."""
        return (at or self.page).get_by_label(named(label)).first

    def reads(self, text: Label) -> bool:
        """Whether the page says so by now; waits for it."""
        self.page.get_by_text(text).first.wait_for()
        return True

    def arrives(self, title: str) -> bool:
        """Whether a page of this heading opens; waits for it."""
        self.page.get_by_role("heading", level=1, name=title, exact=True).wait_for()
        return True

    def fits(self) -> bool:
        """Whether nothing is to be scrolled sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))

    def title(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()


class Keys(Hands):
    """Tab, Space, Enter, arrows and letters; the pointer is never touched."""

    def write(self, label: Label, text: str, at: Any = None) -> None:
        self.reach(self.one("textbox", label, at))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def set_time(self, label: Label, when: datetime, at: Any = None) -> None:
        """Part by part, as the browser asks for them in English."""
        field = self.time_field(label, at)
        self.reach(field)
        for part in (f"{when:%m%d%Y}", f"{when:%I%M%p}"):
            self.page.keyboard.type(part)
            self.page.keyboard.press("ArrowRight")
        assert field.input_value() == f"{when:%Y-%m-%dT%H:%M}"

    def choose(self, label: Label, option: str, at: Any = None) -> None:
        field = self.one("combobox", label, at)
        self.reach(field)
        self.page.keyboard.type(option)
        assert field.evaluate("box => box.selectedOptions[0].label") == option

    def tick(self, label: Label, at: Any = None) -> None:
        box = self.one("checkbox", label, at)
        self.reach(box)
        self.page.keyboard.press("Space")
        assert box.is_checked()

    def pick(self, label: Label, at: Any = None) -> None:
        """Tab leads to the group, arrows lead within."""
        choice = self.one("radio", label, at)
        self.reach(choice, "here => document.activeElement.name === here.name")
        self.page.keyboard.press("Space")
        for _ in range(choice.evaluate("here => document.getElementsByName(here.name).length")):
            if choice.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"arrows do not lead to {label}")

    def press(self, label: Label, at: Any = None) -> None:
        self.enter(self.one("button", label, at))

    def follow(self, label: Label, at: Any = None) -> None:
        self.enter(self.one("link", label, at))

    def open(self, summary: Label, at: Any = None) -> None:
        self.enter((at or self.page).locator("summary").filter(has_text=summary).first)

    def enter(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")
        self.page.wait_for_load_state()

    def reach(self, target: Locator, is_there: str = "here => document.activeElement === here") -> None:
        target.wait_for()
        for _ in range(FARTHEST):
            if target.evaluate(is_there):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {target}")
