"""Recognisers: all ways to find personal data, together; to import them loads the telephone plans."""

from handrail.adapters.personal_data.marks import by_form
from handrail.adapters.personal_data.names import Names
from handrail.adapters.personal_data.phones import phones
from handrail.domain.personal_data import Span, without_overlaps

NAME_BAR = 0.5  # probability from which a word counts as part of a name or an address


class Recognisers:
    """Everything that finds; safe to share between threads that take turns."""

    def __init__(self) -> None:
        self._names = Names()

    def find(self, text: str, language: str) -> list[Span]:
        """Spans of personal data without overlaps, in order of place."""
        text = text.encode("utf-8", "replace").decode()  # half a surrogate pair is no character
        found = without_overlaps([*by_form(text), *phones(text, language)])
        named = [span for span in self._names.find(text, found) if span.score >= NAME_BAR]
        return without_overlaps(found + named)
