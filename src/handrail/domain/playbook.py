"""Playbook: what staff must ask, check, offer, tell and do in a kind of moment, and how far they are."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handrail.domain.step_match import LIKE_ENOUGH, likeness, overlap, says_words

Facts = Mapping[str, object]
Vectors = Mapping[str, Sequence[float]]


class Doing(StrEnum):
    """What kind of thing a step is."""

    ASK = "ask"
    CHECK = "check"
    OFFER = "offer"
    TELL = "tell"
    DO = "do"


class By(StrEnum):
    """Whose words tick a step."""

    STAFF = "staff"
    CUSTOMER = "customer"
    AI = "ai"
    COMPANY = "company"  # staff or the AI

    def includes(self, speaker: str) -> bool:
        """Whether this speaker's words count ("customer", "ai", "staff" or "system")."""
        return speaker == self or (self is By.COMPANY and speaker in ("ai", "staff"))


@dataclass(frozen=True, slots=True)
class DoneWhen:
    """What must be said for a step to count as done.

    One of ``words`` (each a few words, all of which must be there) or something like one of ``like``.
    """

    by: By
    words: tuple[str, ...] = ()
    like: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step; without ``done_when`` only a person's hand ticks it, without ``holds`` it always applies."""

    name: str
    doing: Doing
    text: Mapping[str, str]  # by locale
    done_when: DoneWhen | None = None
    required: bool = True
    clause: str = ""
    when: str = ""
    holds: Callable[[Facts], bool] | None = None


@dataclass(frozen=True, slots=True)
class Playbook:
    """The steps, in order, for some kinds of moment."""

    name: str
    title: Mapping[str, str]  # by locale
    kinds: tuple[str, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class StepMark:
    """A person ticked a step, or took the tick away; the latest on a step counts."""

    conversation_id: str
    playbook: str
    step: str
    done: bool
    staff_id: str
    staff_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Heard:
    """One sentence of a message, who said it ("customer", "ai" or "staff") and the message's seq."""

    seq: int
    speaker: str
    sentence: str


@dataclass(frozen=True, slots=True)
class StepState:
    """Where a step stands: done by what was said in message ``seq``, or by a person's ``mark``."""

    step: Step
    done: bool
    seq: int | None = None
    mark: StepMark | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """A playbook's steps that apply here, in order, and where each stands."""

    playbook: Playbook
    steps: tuple[StepState, ...]

    def ahead(self) -> tuple[StepState, ...]:
        """Open steps as they are best suggested.

        First the first required one, then those after the last that is done, then those passed over.
        """
        last = max((place for place, s in enumerate(self.steps) if s.done), default=-1)
        passed_over = [s for s in self.steps[: max(last, 0)] if not s.done]
        onward = [s for s in self.steps[last + 1 :] if not s.done]
        first = [s for s in self.steps if not s.done and s.step.required][:1]
        return (*first, *(s for s in (*onward, *passed_over) if s not in first))

    def place(self, state: StepState) -> int:
        """A step's place among those that apply, from 1."""
        return self.steps.index(state) + 1


def playbook_for(playbooks: Iterable[Playbook], kinds: Sequence[str]) -> Playbook | None:
    """The playbook of the first of ``kinds`` that has one."""
    books = list(playbooks)
    return next((book for kind in kinds for book in books if kind in book.kinds), None)


def alike(playbook: Playbook, heard: Sequence[Heard]) -> list[tuple[Heard, Step, str]]:
    """Which sentence to hold against which example: where the speaker counts and a stem is shared.

    Only these pairs need vectors; a sentence that shares no word with an example is not compared.
    """
    return [
        (said, step, example)
        for step in playbook.steps
        if step.done_when is not None
        for said in heard
        if step.done_when.by.includes(said.speaker)
        for example in step.done_when.like
        if overlap(said.sentence, example) > 0
    ]


def progress(
    playbook: Playbook,
    heard: Sequence[Heard],
    marks: Sequence[StepMark] = (),
    facts: Facts | None = None,
    vectors: Vectors | None = None,
) -> Progress:
    """How far a playbook is. Raises nothing: what cannot be compared does not tick.

    ``heard`` is in order, ``marks`` oldest first, ``vectors`` maps sentences and examples to unit
    vectors. A person's mark stands over whatever was said.
    """
    seen = _seen(playbook, heard, vectors or {})
    by_hand = {mark.step: mark for mark in marks if mark.playbook == playbook.name}
    applies = (s for s in playbook.steps if s.holds is None or facts is None or s.holds(facts))
    return Progress(
        playbook, tuple(_state(s, by_hand.get(s.name), seen.get(s.name)) for s in applies)
    )


def _state(step: Step, mark: StepMark | None, seq: int | None) -> StepState:
    if mark is not None:
        return StepState(step, mark.done, seq if mark.done else None, mark)
    return StepState(step, seq is not None, seq)


def _seen(playbook: Playbook, heard: Sequence[Heard], vectors: Vectors) -> dict[str, int]:
    """For each step that was done by words, the first message that did it."""
    found = [
        (said.seq, step.name)
        for step in playbook.steps
        if step.done_when is not None
        for said in heard
        if step.done_when.by.includes(said.speaker)
        and any(says_words(said.sentence, words) for words in step.done_when.words)
    ]
    found += [
        (said.seq, step.name)
        for said, step, example in alike(playbook, heard)
        if likeness(vectors.get(said.sentence, ()), vectors.get(example, ())) >= LIKE_ENOUGH
    ]
    first: dict[str, int] = {}
    for seq, name in sorted(found):
        first.setdefault(name, seq)
    return first
