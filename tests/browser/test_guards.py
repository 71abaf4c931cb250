"""What tests/browsing.py promises: a page that misbehaves fails its test, with scripts on and off."""

import pytest

from tests.browsing import watch


@pytest.mark.parametrize("javascript", [True, False])
def test_home_page_is_served_with_scripts_on_and_off(page, javascript):
    answer = page.goto("/en/")

    assert answer.status == 200


def test_request_to_another_host_is_noted(browser, portal):
    faults: list[str] = []
    context = browser.new_context()
    watch(context, portal.url, faults)
    page = context.new_page()

    page.goto(f"{portal.url}/en/")
    page.evaluate("() => fetch('http://127.0.0.1:9/x').catch(() => 0)")

    context.close()
    assert any("127.0.0.1:9/x" in fault for fault in faults)


def test_broken_content_policy_and_script_errors_are_noted(browser, portal):
    faults: list[str] = []
    context = browser.new_context()
    watch(context, portal.url, faults)
    page = context.new_page()

    page.goto(f"{portal.url}/en/")
    page.evaluate("() => document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    page.evaluate("() => { setTimeout(() => { throw new Error('broken on purpose') }) }")
    page.wait_for_timeout(200)

    context.close()
    assert [fault.partition(":")[0] for fault in faults] == ["content policy", "script"]
