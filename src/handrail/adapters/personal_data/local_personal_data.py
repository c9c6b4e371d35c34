"""LocalPersonalData: the port ``PersonalData`` without a network and without a language model."""

from threading import Lock
from typing import TYPE_CHECKING

from handrail.domain.personal_data import Span

if TYPE_CHECKING:
    from handrail.adapters.personal_data.recognisers import Recognisers


class LocalPersonalData:
    """Forms, check digits, telephone plans and a small model of names; English, German, Spanish.

    What it needs is loaded at the first call, so a process that never calls it stays small.
    """

    def __init__(self) -> None:
        self._lock = Lock()  # the model keeps the text that it reads
        self._recognisers: Recognisers | None = None

    def find(self, text: str, language: str) -> list[Span]:
        """Spans of personal data without overlaps, in order of place. ``language`` such as "de-AT"
        tells which countries' telephone numbers are written without a country code."""
        with self._lock:
            if self._recognisers is None:
                from handrail.adapters.personal_data.recognisers import Recognisers  # noqa: PLC0415

                self._recognisers = Recognisers()
            return self._recognisers.find(text, language)
