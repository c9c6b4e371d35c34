"""Playbook: what staff must ask, check, offer, tell and do in a kind of moment, and how far they are."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handrail.domain.heard import TOOL, Heard
from handrail.domain.step_answer import answered
from handrail.domain.step_match import likeliest, says_words, shares_a_word

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

    One of ``words`` (each a few words, all of which must be there) or something like one of ``like``; or
    a call of ``tool`` that was done.
    """

    by: By
    words: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    tool: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step; without ``done_when`` only a person's hand ticks it, without ``holds`` it always applies.

    ``must``: while it is open, it is suggested before whatever colleagues usually do.
    """

    name: str
    doing: Doing
    text: Mapping[str, str]  # by locale
    done_when: DoneWhen | None = None
    required: bool = True
    must: bool = False
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


def worth_comparing(playbook: Playbook, heard: Iterable[Heard]) -> Iterator[Heard]:
    """The sentences that share a word with an example of a step that this speaker ticks, in their order.

    Only these, and the playbook's ``examples``, need vectors.
    """
    return (said for said in heard if any(_shares(step, said) for step in playbook.steps))


def examples(playbook: Playbook) -> list[str]:
    """What the playbook's sentences are compared with."""
    found = [step.done_when.like for step in playbook.steps if step.done_when is not None]
    return list(dict.fromkeys(example for like in found for example in like))


def steps_said(
    playbook: Playbook, heard: Sequence[Heard], vectors: Vectors
) -> list[tuple[Heard, str]]:
    """Which sentence does which steps, in the order in which they were said."""
    return [
        (said, name)
        for said in heard
        for name in dict.fromkeys(
            [*_by_words(playbook, said), *_by_likeness(playbook, said, vectors)]
        )
    ]


def _by_words(playbook: Playbook, said: Heard) -> list[str]:
    return [
        step.name
        for step in playbook.steps
        if (when := step.done_when) is not None
        and (
            (bool(when.tool) and (said.speaker, said.sentence) == (TOOL, when.tool))
            or (
                when.by.includes(said.speaker)
                and any(says_words(said.sentence, words) for words in when.words)
            )
        )
    ]


def _by_likeness(playbook: Playbook, said: Heard, vectors: Vectors) -> list[str]:
    """The one step that a sentence is like enough to, where it shares a word with it."""
    vector = vectors.get(said.sentence)
    if vector is None:
        return []
    rivals = {
        step.name: [vectors.get(example, ()) for example in step.done_when.like]
        for step in playbook.steps
        if step.done_when is not None and step.done_when.by.includes(said.speaker)
    }
    name = likeliest(vector, rivals)
    return [step.name for step in playbook.steps if step.name == name and _shares(step, said)]


def _shares(step: Step, said: Heard) -> bool:
    when = step.done_when
    return (
        when is not None
        and when.by.includes(said.speaker)
        and shares_a_word(said.sentence, when.like)
    )


def progress(
    playbook: Playbook,
    heard: Sequence[Heard],
    marks: Sequence[StepMark] = (),
    facts: Facts | None = None,
    vectors: Vectors | None = None,
    said: Sequence[tuple[Heard, str]] | None = None,
) -> Progress:
    """How far a playbook is. Raises nothing: what cannot be compared does not tick.

    ``heard`` is in order, ``marks`` oldest first, ``vectors`` maps sentences and examples to unit
    vectors; ``said`` is what ``steps_said`` gave, where that is known already. A person's mark stands over
    whatever was said. Conditions may ask, besides ``facts``, which
    steps are ``done``, and which the customer ``agreed`` to or ``declined``.
    """
    said = steps_said(playbook, heard, vectors or {}) if said is None else said
    seen: dict[str, int] = {}
    for sentence, name in said:
        seen.setdefault(name, sentence.seq)
    by_hand = {mark.step: mark for mark in marks if mark.playbook == playbook.name}
    states = [_state(s, by_hand.get(s.name), seen.get(s.name)) for s in playbook.steps]
    if facts is not None:
        done = [state.step.name for state in states if state.done]
        branches = {"done": done, **answered(said, heard)}
        known = {**facts, **branches}
        states = [state for state in states if state.step.holds is None or state.step.holds(known)]
    return Progress(playbook, tuple(states))


def _state(step: Step, mark: StepMark | None, seq: int | None) -> StepState:
    if mark is not None:
        return StepState(step, mark.done, seq if mark.done else None, mark)
    return StepState(step, seq is not None, seq)
