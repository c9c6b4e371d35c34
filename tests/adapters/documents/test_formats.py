"""Each format gives title, sections, headings and places; what is wrong with a file is said, not raised."""

import pytest

from handrail.adapters.documents import limits, outline, pdf, questions
from handrail.adapters.documents.formats import read_file
from handrail.domain.document import Document, Marks, Problem, Section
from tests.adapters.documents.files import a_docx, a_pdf, a_zip_bomb


def document(name: str, content: bytes) -> Document:
    read = read_file(name, content)
    assert read.problems == ()
    [found] = read.documents
    return found


def problem(name: str, content: bytes) -> Problem:
    read = read_file(name, content)
    assert read.documents == ()
    [found] = read.problems
    assert found.reason
    assert found.remedy
    return found


def test_markdown_has_its_headings_and_no_others() -> None:
    text = b"# Fees\n\nIntro.\n\n## Abroad\n\n```\n# no heading\n```\n\nCash\n----\nFive.\n\n> # quoted\n"
    found = document("kb/price_list.md", text)
    assert found.title == "Fees"
    assert [section.headings for section in found.sections] == [(), ("Abroad",), ("Cash",)]
    assert "# no heading" in found.sections[1].text
    assert document("kb/price_list.md", b"No heading.").title == "price list"


@pytest.mark.parametrize(
    "front",
    [
        '+++\ntitle = "Fees"\naudience = "staff"\nvalid_until = 2027-01-01\nkinds = ["fees"]\n+++\n',
        "---\ntitle: Fees\naudience: staff\nvalid_until: 2027-01-01\nkinds: [fees]\nlayout: x\n---\n",
    ],
)
def test_front_matter_speaks_for_the_file(front: str) -> None:
    found = document("a.md", f"{front}# Fees\n\nText.".encode())
    assert found.title == "Fees"
    assert found.sections == (Section((), "Text."),)
    marks = found.marks
    assert (marks.audience, str(marks.valid_until), marks.kinds) == (
        "staff",
        "2027-01-01",
        ("fees",),
    )


def test_wrong_front_matter_is_a_problem_there() -> None:
    found = problem("a.md", b"---\naudience: everybody\n---\nText.")
    assert found.place == "front matter"
    assert "audience" in found.reason
    assert problem("a.md", b"+++\nbroken = [\n+++\nText.").place == "front matter"


def test_a_page_says_what_stands_in_its_main_part() -> None:
    page = b"""<html lang="de-AT"><head><title>Tab</title><style>p{}</style></head><body>
    <nav>Menu</nav><main><h1>Geb&uuml;hren</h1><p>Alles <b>klar</b>.</p><script>steal()</script>
    <h2>Ausland</h2><ul><li>eins<li>zwei</ul><p style="display:none">hidden</p>
    <table><tr><th>wo</th><th>was</th></tr><tr><td>EU</td><td>nichts</td></tr></table></main>
    <footer>Imprint</footer></body></html>"""
    found = document("page.html", page)
    assert found.title == "Gebühren"
    assert found.marks.locale == "de-AT"
    first, second = found.sections
    assert first == Section((), "Alles klar.")
    assert second.headings == ("Ausland",)
    assert second.text == "- eins\n- zwei\n\nwo | was\nEU | nichts"


def test_a_page_nested_beyond_measure_is_read_or_refused_but_ends() -> None:
    deep = b"<div>" * 50_000 + b"here" + b"</div>" * 50_000
    read = read_file("deep.html", deep)
    assert read.documents or read.problems


def test_pdf_goes_page_by_page_under_its_outline() -> None:
    made = a_pdf("What cards\ncost.", "Abroad it is\none percent.", outline={"Abroad": 1})
    found = document("prices.pdf", made)
    assert [section.place for section in found.sections] == ["page 1", "page 2"]
    assert [section.headings for section in found.sections] == [(), ("Abroad",)]
    assert found.sections[1].text == "Abroad it is one percent."


def test_damaged_encrypted_empty_and_huge_pdfs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    made = a_pdf("Text.", "More.")
    assert "damaged" in problem("a.pdf", b"%PDF-1.7\n" + bytes(200)).reason
    assert "encrypted" in problem("a.pdf", a_pdf("Text.", password="secret")).reason
    assert "scan" in problem("a.pdf", a_pdf("")).reason
    monkeypatch.setattr(pdf, "MOST_PAGES", 1)
    assert "2 pages" in problem("a.pdf", made).reason
    for cut in range(0, len(made), max(len(made) // 40, 1)):
        read = read_file("a.pdf", made[:cut])
        assert read.documents or read.problems


def test_docx_has_headings_and_tables() -> None:
    found = document("a.docx", a_docx())
    assert found.title == "Price list"
    assert [(s.headings, s.text) for s in found.sections] == [
        ((), "What things cost."),
        (("Abroad",), "One percent."),
        (("Abroad", "Cash"), "where | fee\neuro area | nothing"),
    ]


def test_damaged_encrypted_and_bomb_docx_are_refused() -> None:
    made = a_docx()
    assert problem("a.docx", b"PK\x03\x04 nothing").remedy
    assert "encrypted" in problem("a.docx", b"\xd0\xcf\x11\xe0" + bytes(600)).reason
    assert "unpacks to more than 100 MB" in problem("a.docx", a_zip_bomb()).reason
    for cut in range(0, len(made), max(len(made) // 20, 1)):
        read = read_file("a.docx", made[:cut])
        assert read.documents or read.problems


def test_questions_are_articles_of_their_own() -> None:
    rows = "\ufeffFrage;Antwort;audience;kinds\nWie?;So.;staff;fees cards\n;Leer.;;\nWie? ;Nein.;;\nWo?;;;\n"
    rows += "Wann?;Nie.;nobody;\n\nWer?;Wir.;;\n"
    read = read_file("faq.csv", rows.encode())
    assert [(d.title, d.key, d.sections[0].place) for d in read.documents] == [
        ("Wie?", "wie?", "row 2"),
        ("Wer?", "wer?", "row 8"),
    ]
    assert read.documents[0].marks == Marks(audience="staff", kinds=("fees", "cards"))
    assert [p.place for p in read.problems] == ["row 3", "row 4", "row 5", "row 6"]


def test_tables_that_are_none_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert problem("a.csv", b"name,phone\nx,y\n").place == "row 1"
    assert "no rows" in problem("a.csv", b"question,answer\n").reason
    assert "no CSV" in problem("a.csv", b'question,answer\n"open').reason
    monkeypatch.setattr(questions, "MOST_ROWS", 1)
    assert "more than 1 rows" in problem("a.csv", b"question,answer\na,b\nc,d\n").reason


def test_plain_text_in_several_encodings() -> None:
    for content in ("Größe".encode(), "Größe".encode("cp1252"), "Größe".encode("utf-16")):
        assert document("a.txt", content).sections[0].text == "Größe"


def test_what_is_not_read_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ".exe" in problem("a.exe", b"MZ").reason
    assert "no text" in problem("a.md", b"\0\1\2" * 99).reason
    assert "no text" in problem("a.md", b"  \n").reason
    monkeypatch.setattr(outline, "MOST_CHARACTERS", 3)
    assert "characters" in problem("a.md", b"four").reason
    assert "20 MB" in problem("a.md", bytes(limits.MOST_BYTES + 1)).reason
