"""A document in chunks: short enough to be read whole, along its headings, the same each time."""

from handrail.domain.document import (
    LONGEST,
    LONGEST_ELSEWHERE,
    Document,
    Section,
    chunks_of,
    written,
)

LONG = "This is a sentence about the price of a card. " * 40


def test_a_short_document_is_one_chunk_with_its_headings_in_it() -> None:
    document = Document(
        "Fees",
        (
            Section((), "Some cost nothing."),
            Section(("Abroad",), "One percent."),
            Section(("Abroad", "Cash"), "Five euros."),
            Section(("Abroad", "Empty"), " "),
        ),
    )
    [chunk] = chunks_of(document, "en", "v1")
    assert chunk.headings == ()
    assert chunk.text == (
        "Some cost nothing.\n\n## Abroad\n\nOne percent.\n\n### Cash\n\nFive euros.\n\n### Empty"
    )


def test_a_short_document_of_one_place_keeps_it() -> None:
    assert chunks_of(Document("T", (Section((), "x", "row 7"),)), "en", "v1")[0].place == "row 7"
    two = Document("T", (Section((), "x", "page 1"), Section((), "y", "page 2")))
    assert chunks_of(two, "en", "v1")[0].place == ""


def test_a_long_document_is_cut_along_headings_paragraphs_and_sentences() -> None:
    paragraph = "A paragraph of a few words. " * 12
    document = Document(
        "Fees",
        (
            Section(
                ("One",), f"{paragraph}\n\n{paragraph}\n\n{paragraph}\n\n{paragraph}", "page 1"
            ),
            Section(("Two", "Deep"), LONG, "page 2"),
        ),
    )
    chunks = chunks_of(document, "en", "v1")
    assert {(chunk.headings, chunk.place) for chunk in chunks} == {
        (("One",), "page 1"),
        (("Two", "Deep"), "page 2"),
    }
    assert all(len(chunk.text) <= LONGEST["en"] for chunk in chunks)
    first = [chunk.text for chunk in chunks if chunk.place == "page 1"]
    assert "\n\n".join(first).split() == (paragraph * 4).split()
    second = [chunk.text for chunk in chunks if chunk.place == "page 2"]
    assert " ".join(second).split() == LONG.split()
    assert all(text.endswith(".") for text in second)


def test_what_has_no_sentences_is_cut_between_words_and_a_word_too_long_within() -> None:
    words = "word " * 500
    assert " ".join(c.text for c in chunks_of(one(words), "de", "v1")).split() == words.split()
    pieces = [c.text for c in chunks_of(one("x" * 3000), "de", "v1")]
    assert "".join(pieces) == "x" * 3000
    assert all(len(piece) <= LONGEST_ELSEWHERE for piece in pieces)


def one(text: str) -> Document:
    return Document("T", (Section((), text),))


def test_hashes_name_words_headings_title_and_encoder() -> None:
    def hashed(title: str = "T", heading: str = "H", text: str = LONG, encoder: str = "v1") -> str:
        document = Document(title, (Section((heading,), text),))
        return chunks_of(document, "en", encoder)[0].content_hash

    base = hashed()
    assert base == hashed()
    others = [hashed(title="U"), hashed(heading="I"), hashed(text=f"x{LONG}"), hashed(encoder="v2")]
    assert len({base, *others}) == 5


def test_a_change_in_one_place_leaves_the_other_chunks_as_they_are() -> None:
    def hashes(text: str) -> list[str]:
        document = Document("T", (Section(("A",), LONG), Section(("B",), text)))
        return [chunk.content_hash for chunk in chunks_of(document, "en", "v1")]

    before, after = hashes("It costs 6 euros."), hashes("It costs 7 euros.")
    assert before[:-1] == after[:-1]
    assert before[-1] != after[-1]


def test_what_a_person_wrote_stands_under_its_headings() -> None:
    text = "First.\n\n## Fees\n\nSix.\n\n### Abroad ##\n\n```\n## code\n```\n\n## Empty\n## Hours\nNine."
    document = written("Prices", text)
    assert document.title == "Prices"
    assert [(one.headings, one.text) for one in document.sections] == [
        ((), "First."),
        (("Fees",), "Six."),
        (("Fees", "Abroad"), "```\n## code\n```"),
        (("Empty",), ""),
        (("Hours",), "Nine."),
    ]
    assert written("Prices", "").sections == ()
