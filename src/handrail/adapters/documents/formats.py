"""Formats: which reader reads a file, by its name and its first bytes."""

from pathlib import PurePosixPath

from handrail.adapters.documents.limits import MOST_BYTES, Unreadable, only
from handrail.adapters.documents.markdown import read_markdown, read_plain
from handrail.adapters.documents.pdf import read_pdf
from handrail.adapters.documents.questions import read_questions
from handrail.adapters.documents.web_page import read_page
from handrail.adapters.documents.word import read_docx
from handrail.domain.document import FileRead

KNOWN = (".md", ".markdown", ".txt", ".html", ".htm", ".pdf", ".docx", ".csv")


def read_file(name: str, content: bytes) -> FileRead:
    """What a file says. What is wrong with it is a problem; only a fault of ours raises."""
    path = PurePosixPath(name)
    suffix, stem = path.suffix.lower(), path.stem.replace("_", " ").strip() or name
    try:
        if len(content) > MOST_BYTES:
            raise Unreadable(f"It has more than {MOST_BYTES >> 20} MB.", "Split the file.")
        if content.startswith(b"%PDF-") or suffix == ".pdf":
            return read_pdf(content, stem)
        if suffix == ".docx":
            return FileRead((read_docx(content, stem),))
        if suffix in (".html", ".htm"):
            return FileRead((read_page(content, stem),))
        if suffix in KNOWN:
            return _read_text(suffix, _text(content), stem)
    except Unreadable as error:
        return only(error.problem)
    return only(
        Unreadable(
            f"Files of this kind ({suffix or 'no ending'}) are not read.",
            f"Save it as one of {', '.join(KNOWN)}.",
        ).problem
    )


def _read_text(suffix: str, text: str, stem: str) -> FileRead:
    if suffix == ".csv":
        return read_questions(text)
    read = read_plain if suffix == ".txt" else read_markdown
    return FileRead((read(text, stem),))


def _text(content: bytes) -> str:
    if b"\0" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("It is no text.", "Check the file, or give it its right ending.")
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
