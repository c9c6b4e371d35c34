"""Fake of the port PersonalData: finds the words a test wrote down."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from handrail.domain.personal_data import PersonalKind, Span, without_overlaps


@dataclass
class FakePersonalData:
    """``known`` maps a value to its kind; ``broken`` makes every call fail."""

    known: Mapping[str, PersonalKind] = field(default_factory=dict[str, PersonalKind])
    broken: bool = False

    def find(self, text: str, language: str) -> list[Span]:
        if self.broken:
            raise OSError("the model's file is gone")
        return without_overlaps(
            Span(kind, *found.span(), 1.0)
            for value, kind in self.known.items()
            for found in re.finditer(re.escape(value), text)
        )
