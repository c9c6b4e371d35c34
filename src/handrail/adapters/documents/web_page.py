"""Web pages: what a page says, without what stands around it."""

import re
from importlib import import_module
from typing import Any, Final

from handrail.adapters.documents.limits import Unreadable
from handrail.adapters.documents.outline import Outline
from handrail.domain.document import Document, Marks

ETREE: Final[Any] = import_module("lxml.etree")  # which says nothing about its types
HTML: Final[Any] = import_module("lxml.html")
HEADINGS = {f"h{level}": level for level in range(1, 7)}
HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


AROUND = _words(
    "script style noscript template svg nav header footer aside form button select iframe object "
    "dialog head"
)
BLOCKS = _words(
    "p div section article main ul ol dl dt dd li table tr blockquote pre figure figcaption hr br "
    "h1 h2 h3 h4 h5 h6 details summary"
)


def read_page(content: bytes, stem: str) -> Document:
    """The page as a document; its title is its first main heading, else what its tab shows.

    Raises Unreadable for what is no page.
    """
    parser = HTML.HTMLParser(huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        page = HTML.document_fromstring(content, parser=parser)
    except (ETREE.LxmlError, ValueError) as error:
        raise Unreadable(f"It is no HTML page: {error}.", "Check the file.") from None
    walk = _Walk()
    walk.through(_main_part(page))
    title = walk.title or " ".join((page.findtext(".//title") or "").split()) or stem
    locale = (page.get("lang") or "").strip().replace("_", "-") or None
    known = (
        locale if locale and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", locale) else None
    )
    return Document(title[:300], walk.outline.sections, marks=Marks(locale=known))


def _main_part(page: Any) -> Any:
    for path in (".//main", './/*[@role="main"]', ".//article", ".//body"):
        found = page.findall(path)
        if len(found) == 1:
            return found[0]
    return page


class _Walk:
    """Goes through a page and gathers its text in sections."""

    def __init__(self) -> None:
        self.outline = Outline()
        self.title = ""
        self._words: list[str] = []
        self._heading: int | None = None

    def through(self, root: Any) -> None:
        """All of ``root``. Without recursion: a page may be nested as deeply as it likes."""
        events = ETREE.iterwalk(root, events=("start", "end"))
        for event, element in events:
            tag: str = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if tag in AROUND or HIDDEN.search(element.get("style") or ""):
                    events.skip_subtree()
                    continue
                self._open(tag)
                self._words.append(element.text or "")
            else:
                if tag not in AROUND:
                    self._close(tag)
                if element is not root:
                    self._words.append(element.tail or "")
        self._end_section()

    def _open(self, tag: str) -> None:
        if tag in HEADINGS:
            self._end_section()
        elif tag in BLOCKS:
            self._words.append("\n- " if tag == "li" else "\n" if tag in ("tr", "br") else "\n\n")

    def _close(self, tag: str) -> None:
        if tag in HEADINGS:
            heading = _lines("".join(self._words)).replace("\n", " ")
            self._words = []
            if tag == "h1" and not self.title:
                self.title = heading
            elif heading:
                self.outline.go_below(HEADINGS[tag], heading)
        elif tag in ("td", "th"):
            self._words.append(" | ")
        elif tag in BLOCKS and tag != "br":
            self._words.append("" if tag in ("li", "tr") else "\n\n")

    def _end_section(self) -> None:
        self.outline.add(_lines("".join(self._words)))
        self._words = []


def _lines(text: str) -> str:
    lines = (" ".join(line.split()).removesuffix(" |") for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
