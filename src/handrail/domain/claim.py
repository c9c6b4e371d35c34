"""Claim: one sentence of a draft, what kind of thing it says, and what it rests on."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from handrail.domain.answer import plain_text
from handrail.domain.grounding import (
    figures,
    share_found,
    stems,
    strange_contacts,
    strange_figures,
)
from handrail.domain.promises import promises_in
from handrail.domain.sentences import split_sentences
from handrail.domain.wording import we_will

SUPPORTS = 0.5  # share of a sentence's content words that one sentence of a source must have
MOST_GROUNDS = 2  # more chips on one sentence are not read
_TIME_UNITS = ("minute", "hour", "day", "week", "month", "year")
_DUE = re.compile(
    r"\b(?:within|until|no later than|today|tomorrow|innerhalb|binnen|bis zum|spätestens|heute|morgen"
    r"|dentro de|hasta el|a más tardar|hoy|mañana)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|unless|only|except|provided|as long as|wenn|falls|sofern|nur|außer|solange|es sei denn"
    r"|si|salvo|excepto|siempre que|solo|sólo|a menos que)\b",
    re.IGNORECASE,
)


class ClaimType(StrEnum):
    """What a sentence says that would cost if it were wrong."""

    FIGURE = "figure"
    DEADLINE = "deadline"
    CONTACT = "contact"
    PROMISE = "promise"
    CONDITION = "condition"


class GroundType(StrEnum):
    """What a claim may rest on."""

    ARTICLE = "article"
    CONVERSATION = "conversation"  # an earlier one that staff solved


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a claim rests: ``ref`` is a slug or a conversation's id, ``quote`` the place in it."""

    type: GroundType
    ref: str
    title: str
    quote: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence by its place from 0. ``must_open``: a ground must be looked at before it is sent."""

    place: int
    text: str
    types: tuple[ClaimType, ...] = ()
    grounds: tuple[Ground, ...] = ()
    must_open: bool = False
    house: bool = False  # the policy's greeting or closing, which rests on nothing else


@dataclass(frozen=True, slots=True)
class Material:
    """A text (Markdown) that a draft was made of."""

    type: GroundType
    ref: str
    title: str
    text: str


def claims_of(
    text: str, materials: Sequence[Material], house: Sequence[str] = ()
) -> tuple[Claim, ...]:
    """Each sentence of a draft with its types, and the sentence of each material nearest to it.

    Nearness is the share of the sentence's content words; under half, or with a figure that the
    material lacks, it rests on nothing there. ``house`` are the policy's own lines around it.
    """
    own = {sentence for lines in house for sentence in split_sentences(lines)}
    sentences = [
        (material, sentence)
        for material in materials
        for sentence in split_sentences(f"{material.title}.\n\n{plain_text(material.text)}")
    ]
    return tuple(
        Claim(place, said, house=True)
        if said in own
        else Claim(place, said, types_of(said), _grounds(said, sentences))
        for place, said in enumerate(split_sentences(text))
    )


def types_of(sentence: str) -> tuple[ClaimType, ...]:
    """What kinds of thing a sentence says, in the order of ``ClaimType``; none for plain words."""
    found = figures(sentence)
    numbers = {number for number, _ in found if number[:1].isdigit()}
    timed = any(unit in _TIME_UNITS for _, unit in found) or any(
        not number[:1].isdigit() for number, _ in found
    )
    holds = {
        ClaimType.FIGURE: bool(numbers),
        ClaimType.DEADLINE: timed or _DUE.search(sentence) is not None,
        ClaimType.CONTACT: bool(strange_contacts(sentence, "")),
        ClaimType.PROMISE: bool(we_will(sentence) or promises_in(sentence)),
        ClaimType.CONDITION: _CONDITION.search(sentence) is not None,
    }
    return tuple(each for each in ClaimType if holds[each])


def marked(
    claims: Sequence[Claim], types: Collection[ClaimType], *, all_of_them: bool = False
) -> tuple[Claim, ...]:
    """The claims, those marked as ``must_open`` that say such a thing; what rests on nothing is not.

    A sentence without a ground has no chip to open: it is shown as resting on nothing instead.
    """
    wanted = set(types)
    return tuple(
        replace(
            claim,
            must_open=bool(claim.grounds) and (all_of_them or bool(wanted & set(claim.types))),
        )
        for claim in claims
    )


def _grounds(said: str, sentences: Sequence[tuple[Material, str]]) -> tuple[Ground, ...]:
    if not stems(said):
        return ()
    nearest: dict[str, tuple[float, Ground]] = {}
    for material, sentence in sentences:
        if strange_figures(said, f"{material.title}\n{plain_text(material.text)}"):
            continue
        share = share_found(said, sentence)
        if share >= SUPPORTS and share > nearest.get(material.ref, (0.0, None))[0]:
            ground = Ground(material.type, material.ref, material.title, sentence)
            nearest[material.ref] = (share, ground)
    best = sorted(nearest.values(), key=lambda pair: -pair[0])
    return tuple(ground for _, ground in best[:MOST_GROUNDS])
