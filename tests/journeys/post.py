"""Letters in the outbox of the portal, as their readers get them."""

import re
from email import message_from_string
from email.message import EmailMessage
from email.policy import default

from tests.live_portal import LivePortal

LINK = re.compile(r"https?://\S+")
CODE = re.compile(r"^\s+([A-Z]{4}-[A-Z]{4})\s*$", re.MULTILINE)


def letters(portal: LivePortal, to: str) -> list[EmailMessage]:
    parsed = [message_from_string(text, policy=default) for text in portal.mails()]
    return [message for message in parsed if to in message["To"]]


def subjects(portal: LivePortal, to: str) -> list[str]:
    return [message["Subject"] for message in letters(portal, to)]


def letter(portal: LivePortal, to: str, words: str) -> str:
    """The text of the newest letter that has these words in its subject; waits for the post."""

    def found() -> list[EmailMessage]:
        return [message for message in letters(portal, to) if words in message["Subject"]]

    portal.wait_until(found)
    return str(found()[-1].get_content())


def link_in(text: str, part: str = "") -> str:
    """The first address with this part in it."""
    return next(link for link in LINK.findall(text) if part in link)


def code_in(text: str) -> str:
    found = CODE.search(text)
    assert found, text
    return found.group(1)
