"""PDF: its text page by page, under the headings of its outline."""

from io import BytesIO
from typing import cast

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import Destination

from handrail.adapters.documents.limits import MOST_PAGES, Unreadable
from handrail.adapters.documents.outline import Outline
from handrail.domain.document import Document, FileRead, Problem

# What a damaged file makes the parser stumble over, besides its own errors.
STUMBLES = (PyPdfError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError)
STUMBLES_DEEP = (*STUMBLES, RecursionError, OSError, NotImplementedError)


def read_pdf(content: bytes, stem: str) -> FileRead:
    """The file as one document; pages that cannot be read are problems. Raises Unreadable."""
    try:
        reader = PdfReader(BytesIO(content))
        _open(reader)
        pages = len(reader.pages)
    except STUMBLES_DEEP as error:
        raise Unreadable(
            f"The PDF is damaged: {error}.", "Export it again from where it was made."
        ) from None
    if pages > MOST_PAGES:
        raise Unreadable(f"It has {pages:,} pages; {MOST_PAGES:,} are read.", "Split the file.")
    outline, headings, problems = Outline(), _headings(reader), list[Problem]()
    for number in range(pages):
        for level, heading in headings.get(number, []):
            outline.go_below(level, heading)
        try:
            text = reader.pages[number].extract_text()
        except STUMBLES_DEEP as error:
            place = f"page {number + 1}"
            problems.append(Problem(place, f"It is damaged: {error}.", "Export the PDF again."))
        else:
            outline.add(_joined(text), f"page {number + 1}")
    try:
        document = Document(_title(reader) or stem, outline.sections)
    except Unreadable:
        raise Unreadable(
            "There is no text in it; it may be a scan.", "Let a text recognition go over it first."
        ) from None
    return FileRead((document,), tuple(problems))


def _open(reader: PdfReader) -> None:
    if not reader.is_encrypted:
        return
    try:
        opened = reader.decrypt("")
    except DependencyError:
        opened = 0
    if not opened:
        raise Unreadable("It is encrypted.", "Save it without a password.")


def _title(reader: PdfReader) -> str:
    try:
        title = reader.metadata.title if reader.metadata else None
    except STUMBLES_DEEP:
        return ""
    return " ".join((title or "").split())[:300]


def _headings(reader: PdfReader) -> dict[int, list[tuple[int, str]]]:
    """Level and words of the outline's entries, by the page on which they begin."""
    found: dict[int, list[tuple[int, str]]] = {}
    try:
        todo = [(1, each) for each in reversed(reader.outline)]
        while todo:
            level, entry = todo.pop()
            if isinstance(entry, list):
                todo += [(level + 1, each) for each in reversed(cast("list[Destination]", entry))]
            elif (page := reader.get_destination_page_number(entry)) is not None:
                found.setdefault(page, []).append((level, str(entry.title or "")))
    except STUMBLES_DEEP:
        return found
    return found


def _joined(text: str) -> str:
    """Lines of a page as flowing text: one that ends in a full stop and is short ends a paragraph."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    longest = max(map(len, lines), default=0)
    joined = ""
    for line in lines:
        if not line:
            joined = joined.rstrip() + "\n\n"
        elif joined.endswith("-") and line[:1].islower():
            joined = joined[:-1] + line
        else:
            joined += ("" if not joined or joined.endswith("\n") else " ") + line
        if line.endswith((".", "!", "?", ":")) and len(line) < longest * 0.8:
            joined += "\n\n"
    return joined.strip()
