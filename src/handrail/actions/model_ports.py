"""Model ports: what the actions need of language models, and what a model must ask first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from handrail.domain.model_budget import Amount, Usage
from handrail.domain.personal_data import PersonalKind

T = TypeVar("T")
PHRASE = "phrase"  # purposes; what else asks a model names its own


class ModelFailed(Exception):
    """A language model gave nothing usable; the first argument says why, in a word or few."""


class BudgetSpent(ModelFailed):
    """Nothing is asked any more: a limit of the budget would be passed."""


@dataclass(slots=True)
class Asking:
    """For whom a model is asked, and which may answer; afterwards it says which did.

    ``only``: the one version that may answer. ``known``: what is known to be personal in this
    conversation, such as the customer's name, hidden wherever it stands.
    """

    conversation_id: str | None = None
    only: str | None = None
    known: Mapping[str, PersonalKind] = field(default_factory=dict[str, PersonalKind])
    answered_by: str = ""


@dataclass(frozen=True, slots=True)
class Form(Generic[T]):
    """What a model is to fill in: a dataclass of texts and numbers, from material that is data.

    ``keeps_all``: every placeholder of the material must stand in what comes back. ``characters``
    is the most that may come back.
    """

    purpose: str
    instructions: str
    material: Mapping[str, Any]
    shape: type[T]
    language: str
    keeps_all: bool = False
    characters: int = 2000


class FormFiller(Protocol):
    """A language model that fills a form; it decides nothing and has no tools."""

    @property
    def version(self) -> str:
        """Which model is asked first."""
        ...

    async def fill(self, form: Form[T], asking: Asking) -> T:
        """The filled form, unchecked but for its shape. Raises ModelFailed; never hangs."""
        ...


@dataclass(frozen=True, slots=True)
class PlannedCall:
    """One call of a model before it is made, and the most that it can take."""

    conversation_id: str | None
    purpose: str
    model: str
    most: Amount


class Purse(Protocol):
    """What language models may still cost: asked before each call, told after it."""

    async def reserve(self, call: PlannedCall) -> str:
        """Set the call's most aside; gives its id. Raises BudgetSpent when a limit would be passed."""
        ...

    async def settle(self, call_id: str, usage: Usage, micros: int, outcome: str) -> None:
        """Keep what the call took and give the rest back; the same call again changes nothing."""
        ...
