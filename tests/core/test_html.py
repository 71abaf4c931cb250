import re
import time

import pytest

from galaxy.core.html import render

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "[x](javascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "<javascript:alert(1)>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<math><mtext><mglyph><style><img src=x onerror=alert(1)>",
    "<style>@import 'http://evil.example/';</style>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<template><script>alert(1)</script></template>",
    "<!--><script>alert(1)</script>-->",
    '<a href="vbscript:alert(1)">x</a>',
    "<details open ontoggle=alert(1)>",
    "<base href=//evil.example>",
    "<form action=//evil.example><button>x",
    "</p></div></main><script>alert(1)</script>",
]
LINK = re.compile(r'<a href="([^"]*)"')
ALLOWED = {"p", "br", "ul", "ol", "li", "a", "blockquote"}


@pytest.mark.parametrize("text", PAYLOADS)
def test_only_a_few_elements_come_out_and_links_only_to_the_web(text):
    html = render(text)

    opened = {piece.split(">")[0].split()[0].strip("/") for piece in html.split("<")[1:]}
    assert opened <= ALLOWED
    assert [address for address in LINK.findall(html) if not address.startswith(("http://", "https://"))] == []


def test_paragraphs_lists_and_links_are_kept():
    html = render("First line\nsecond\n\n- one\n- two\n\nSee https://example.org/a?b=1")

    assert html == (
        "<p>First line<br>\nsecond</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"
        '<p>See <a href="https://example.org/a?b=1" rel="ugc nofollow noopener">https://example.org/a?b=1</a></p>\n'
    )


@pytest.mark.parametrize("text", ["{{7*7}}", "{% debug %}", "%(x)s", "{0.__class__}", "2 * 3 * 4"])
def test_what_looks_like_a_template_stays_as_typed(text):
    assert render(text) == f"<p>{text}</p>\n"


@pytest.mark.parametrize("piece", ["[", ">", "- ", "a", "[a](", "https://", "<a", "![a", "\\["])
def test_a_hostile_text_takes_time_in_proportion_to_its_length(piece):
    times = []
    for length in (8_000, 32_000):
        started = time.process_time()
        render(piece * (length // len(piece)))
        times.append(time.process_time() - started)

    assert times[1] < 8 * times[0] + 0.2
