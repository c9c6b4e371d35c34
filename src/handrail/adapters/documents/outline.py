"""Outline: sections as they come, each under the headings that are open at that point."""

from handrail.adapters.documents.limits import MOST_CHARACTERS, Unreadable
from handrail.domain.document import Section


class Outline:
    """Gathers sections. Raises Unreadable when their text gets longer than any article may be."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []
        self._sections: list[Section] = []
        self._characters = 0

    def go_below(self, level: int, heading: str) -> None:
        """What follows stands below this heading; the outermost level is 1."""
        self._open = [each for each in self._open if each[0] < level]
        self._open.append((level, " ".join(heading.split())[:200]))

    def add(self, text: str, place: str = "") -> None:
        """A section under the headings that are open now; nothing for an empty text."""
        if not (text := text.strip()):
            return
        self._characters += len(text)
        if self._characters > MOST_CHARACTERS:
            raise Unreadable(
                f"It has more than {MOST_CHARACTERS:,} characters of text.", "Split the file."
            )
        headings = tuple(heading for _, heading in self._open if heading)
        self._sections.append(Section(headings, text, place))

    @property
    def sections(self) -> tuple[Section, ...]:
        """All sections that have some text. Raises Unreadable when there are none."""
        if not self._sections:
            raise Unreadable("There is no text in it.", "Check what it holds, or leave it out.")
        return tuple(self._sections)
