"""DOCX: its paragraphs and tables under its headings."""

import re
from collections.abc import Iterable
from importlib import import_module
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile, is_zipfile

import docx
from docx.table import Table

from handrail.adapters.documents.limits import MOST_PARTS, MOST_UNPACKED, Unreadable
from handrail.adapters.documents.outline import Outline
from handrail.domain.document import Document

LXML_ERROR: Final[type[Exception]] = import_module("lxml.etree").LxmlError
OLD_CONTAINER = b"\xd0\xcf\x11\xe0"  # of encrypted files, and of .doc
HEADING = re.compile(r"heading (\d)", re.IGNORECASE)


def read_docx(content: bytes, stem: str) -> Document:
    """The file as a document; its title is its own, else its first heading, else ``stem``.

    Raises Unreadable.
    """
    _check(content)
    try:
        opened = docx.Document(BytesIO(content))
    except (BadZipFile, KeyError, ValueError, OSError, EOFError, LXML_ERROR) as error:
        raise Unreadable(f"The DOCX is damaged: {error}.", "Save it again.") from None
    outline, words, title = Outline(), list[str](), ""
    for block in opened.iter_inner_content():
        if isinstance(block, Table):
            words.append(_table(block))
            continue
        style = (block.style.name if block.style else None) or ""
        level = HEADING.fullmatch(style)
        if level is None and style != "Title":
            words.append(block.text)
            continue
        outline.add("\n\n".join(words))
        words = []
        if not title and (level is None or level[1] == "1"):
            title = block.text.strip()
        elif level:
            outline.go_below(int(level[1]), block.text)
    outline.add("\n\n".join(words))
    return Document((title or stem)[:300], outline.sections)


def _check(content: bytes) -> None:
    """Refuse what would unpack to more than memory should hold, before anything is unpacked.

    ZIP says how long each part is, and no reader gives out more of it than that.
    """
    if content.startswith(OLD_CONTAINER):
        raise Unreadable(
            "It is encrypted, or an old .doc.", "Save it as .docx, without a password."
        )
    if not is_zipfile(BytesIO(content)):
        raise Unreadable("It is no DOCX, or damaged.", "Save it again as .docx.")
    try:
        parts = ZipFile(BytesIO(content)).infolist()
    except BadZipFile as error:
        raise Unreadable(f"The DOCX is damaged: {error}.", "Save it again.") from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable(
            f"It unpacks to more than {MOST_UNPACKED >> 20} MB, or over {MOST_PARTS:,} parts.",
            "Split it, or take the pictures out.",
        )


def _table(table: Table) -> str:
    rows = (" | ".join(_once(cell.text for cell in row.cells)) for row in table.rows)
    return "\n".join(row for row in rows if row.strip(" |"))


def _once(texts: Iterable[str]) -> list[str]:
    """A cell that spans several columns is given for each of them."""
    found = list[str]()
    for text in (" ".join(text.split()) for text in texts):
        if not found or found[-1] != text:
            found.append(text)
    return found
