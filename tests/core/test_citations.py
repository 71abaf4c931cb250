"""Citations as other programs read them, with names and titles that would break them."""

import json

import pytest

from galaxy.core.citations import FORMATS, Work, bibtex, csl_json, plain, ris

ARABIC = "التعاون فيما بين بلدان الجنوب: ما الذي نجح؟"
CHINESE = "南南合作：一百个村庄的经验"


def work(**fields):
    defaults = {
        "key": "SSG-P-000001",
        "kind": "report",
        "title": "What nurses learned",
        "authors": ["Okafor, Ngozi", "王小明"],
        "publisher": "Institute of Rain",
        "year": 2024,
        "url": "https://reports.example.org/1/",
        "language": "en",
    }
    return Work(**{**defaults, **fields})


def test_ris_has_one_line_for_each_value_and_its_own_line_ends():
    told = ris(work(abstract="First line.\nSecond\r\nline.", doi="10.1000/182", isbn="9780306406157", medium="Report"))

    assert told.split("\r\n") == [
        "TY  - RPRT",
        "AU  - Okafor, Ngozi",
        "AU  - 王小明",
        "TI  - What nurses learned",
        "PY  - 2024",
        "PB  - Institute of Rain",
        "AB  - First line. Second line.",
        "LA  - en",
        "DO  - 10.1000/182",
        "SN  - 9780306406157",
        "M3  - Report",
        "ID  - SSG-P-000001",
        "UR  - https://reports.example.org/1/",
        "ER  - ",
        "",
    ]


def test_ris_parts_names_by_its_own_comma():
    assert "AU  - حداد, ليلى\r\n" in ris(work(authors=["حداد، ليلى"]))


def test_no_title_can_begin_a_second_record():
    told = ris(work(title="Rain\r\nER  - \r\nTY  - BOOK\u2028TI  - Forged"))

    assert [line[:2] for line in told.splitlines()] == ["TY", "AU", "AU", "TI", "PY", "PB", "LA", "ID", "UR", "ER"]


def test_bibtex_keeps_capitals_and_names():
    assert bibtex(work(medium="Policy brief", note="Galaxy, SSG-P-000001")) == (
        "@techreport{SSG-P-000001,\n"
        "  author = {Okafor, Ngozi and {王小明}},\n"
        "  title = {{What nurses learned}},\n"
        "  year = {2024},\n"
        "  institution = {Institute of Rain},\n"
        "  type = {Policy brief},\n"
        "  language = {en},\n"
        "  url = {https://reports.example.org/1/},\n"
        "  note = {Galaxy, SSG-P-000001}\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("García Márquez, Gabriel", "García Márquez, Gabriel"),
        ("Ministry of Trade and Industry", "{Ministry of Trade and Industry}"),
        ("Silva, João, Jr.", "Silva, {João, Jr.}"),
        ("Rock and Sons, Ltd", "{Rock and Sons}, Ltd"),
        ("O'Neil, D.", "O'Neil, D."),
        ("Smith & Co_1", r"{Smith \& Co\_1}"),
        ("Nguyễn, Thị Minh Khai", "Nguyễn, Thị Minh Khai"),
        ("محمد، علي", "محمد, علي"),
        ("Brown,", "{Brown,}"),
    ],
)
def test_names_that_bibtex_would_take_apart_are_kept_whole(name, told):
    assert f"  author = {{{told}}},\n" in bibtex(work(authors=[name]))


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("50% & {more} #1_a", r"50\% \& \textbraceleft{}more\textbraceright{} \#1\_a"),
        ("$5 ~ x^2", r"\$5 \textasciitilde{} x\textasciicircum{}2"),
        ("C:\\rain}", r"C:\textbackslash{}rain\textbraceright{}"),
        (ARABIC, ARABIC),
        (CHINESE, CHINESE),
    ],
)
def test_what_means_something_to_tex_is_written_out(title, told):
    text = bibtex(work(title=title))

    assert f"  title = {{{{{told}}}}},\n" in text
    assert text.count("{") == text.count("}")


def test_the_commas_of_arabic_and_chinese_part_names_as_well():
    [item] = json.loads(csl_json(work(authors=["حداد، ليلى", "王，小明"])))

    assert item["author"] == [{"family": "حداد", "given": "ليلى"}, {"family": "王", "given": "小明"}]


def test_an_address_cannot_end_its_field():
    assert "  url = {https://x.example/a%7D%20b}" in bibtex(work(url="https://x.example/a} b"))


@pytest.mark.parametrize("title", [ARABIC, CHINESE, 'He said "no"\\ and left', "</script><b>"])
def test_csl_json_is_read_back_as_it_was(title):
    read = json.loads(
        csl_json(work(title=title, authors=["Okafor, Ngozi", "王小明", "Ministry of Rain"], doi="10.1/x"))
    )

    assert read == [
        {
            "id": "SSG-P-000001",
            "type": "report",
            "title": title,
            "author": [
                {"family": "Okafor", "given": "Ngozi"},
                {"literal": "王小明"},
                {"literal": "Ministry of Rain"},
            ],
            "issued": {"date-parts": [[2024]]},
            "publisher": "Institute of Rain",
            "language": "en",
            "DOI": "10.1/x",
            "URL": "https://reports.example.org/1/",
        }
    ]


def test_plain_text_is_one_line():
    assert plain(work(medium="Report", doi="10.1000/182")) == (
        "Okafor, Ngozi; 王小明 (2024). What nurses learned. Report. Institute of Rain. https://doi.org/10.1000/182"
    )


def test_a_title_that_ends_in_a_mark_of_its_own_gets_no_full_stop():
    assert f"(2024). {ARABIC} Institute" in plain(work(title=ARABIC))


def test_without_authors_and_year_the_publisher_stands_first_and_once():
    told = plain(work(authors=[], year=None))

    assert told == "Institute of Rain. What nurses learned. https://reports.example.org/1/"


@pytest.mark.parametrize("kind", ["report", "video", "dataset", "other", "unheard of"])
def test_every_kind_of_work_is_told_in_every_format(kind):
    assert all("What nurses learned" in told(work(kind=kind)) for told in FORMATS.values())
