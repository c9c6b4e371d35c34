"""Fake of the port FormFiller: fills forms as a test says, and keeps what it was asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from handrail.actions.model_ports import Asking, Form, ModelFailed

T = TypeVar("T")


@dataclass
class FakeFormFiller:
    """``answers`` maps a purpose to the filled form; ``fails_with`` makes every call fail."""

    answers: Mapping[str, object] = field(default_factory=dict[str, object])
    fails_with: str | None = None
    version: str = "fake-filler"
    asked: list[Form[Any]] = field(default_factory=list[Form[Any]])

    async def fill(self, form: Form[T], asking: Asking) -> T:
        self.asked.append(form)
        if self.fails_with is not None:
            raise ModelFailed(self.fails_with)
        asking.answered_by = self.version
        return cast(T, self.answers[form.purpose])
