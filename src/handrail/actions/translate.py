"""Translate: a customer's message for staff, and staff's words for a customer, beside the original."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from handrail.actions.desk import Desk
from handrail.actions.hide_personal import known_of
from handrail.actions.model_ports import Asking
from handrail.actions.ports import StaffMember
from handrail.actions.receive_message import readable
from handrail.actions.send_reply import Reply, send_reply
from handrail.actions.translator import TranslationFailed
from handrail.domain.conversation import (
    Conversation,
    Event,
    EventKind,
    MadeBy,
    Provenance,
    Speaker,
)
from handrail.domain.disclosure import disclosure
from handrail.domain.language_marks import language_of
from handrail.domain.record import Decision
from handrail.domain.translation import LONGEST, Translation, check_translation, language

UNDETERMINED = "und"
NOBODY = (
    "No translator is installed. Install a translation engine, or connect a language model, to have "
    "messages translated."
)


class NoTranslator(Exception):
    """Nothing is installed that translates; says what to do."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """A customer's message in another language than its reader's.

    ``by`` is what would translate it; None: nothing that is installed has this pair of languages.
    """

    seq: int
    language: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Translations:
    """What of a conversation is foreign to a reader, and what is translated already.

    ``translator`` None: none is installed. ``theirs`` is the language in which the customer writes,
    ``reply_by`` what would translate the reader's words into it.
    """

    translator: str | None
    mine: str
    theirs: str
    foreign: tuple[Foreign, ...]
    made: tuple[Translation, ...]
    reply_by: str | None = None


async def read_translations(desk: Desk, conversation_id: str, locale: str) -> Translations:
    """What is foreign to a reader of ``locale``; nothing is translated. Raises LookupError."""
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(conversation_id)
        if conversation is None:
            raise LookupError(f"no conversation {conversation_id}")
        events = await tx.events(conversation_id)
        decisions = await tx.decisions(conversation_id)
        made = await tx.translations(conversation_id)
    mine = language(locale)
    spoken = _spoken(conversation, events, decisions)
    theirs = _theirs(conversation, spoken)
    return Translations(
        translator=desk.translator.version if desk.translator is not None else None,
        mine=mine,
        theirs=theirs,
        foreign=tuple(
            Foreign(seq, said, _by(desk, said, mine)) for seq, said in spoken if said != mine
        ),
        made=tuple(each for each in made if each.target == mine),
        reply_by=_by(desk, mine, theirs),
    )


def _by(desk: Desk, source: str, target: str) -> str | None:
    return desk.translator.by(source, target) if desk.translator is not None else None


async def translate_message(
    desk: Desk, conversation_id: str, seq: int, staff: StaffMember
) -> Translation:
    """A customer's message in the reader's language, kept so that it is asked for once.

    Raises NoTranslator, TranslationFailed with the reason for which the original stands alone,
    LookupError for no such message.
    """
    target = language(staff.locale)
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(conversation_id)
        events = await tx.events(conversation_id, seq - 1, 1) if conversation else []
        made = await tx.translations(conversation_id)
    if conversation is None or not events or not _is_customers(events[0]):
        raise LookupError(f"no message {seq} of a customer in conversation {conversation_id}")
    for kept in made:
        if (kept.seq, kept.target) == (seq, target):
            return kept
    source = await _read_language(desk, events[0].text or "", language(conversation.locale))
    wanted = _Wanted(conversation, events[0].text or "", source, target, seq, staff)
    return await _translated(desk, wanted)


async def translate_reply(
    desk: Desk, conversation_id: str, staff: StaffMember, text: str
) -> Translation:
    """What staff wrote in the customer's language, for them to see before it is sent.

    Raises NoTranslator, TranslationFailed, UnreadableMessage, LookupError.
    """
    words = readable(text)
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(conversation_id)
        if conversation is None:
            raise LookupError(f"no conversation {conversation_id}")
        events = await tx.events(conversation_id)
        decisions = await tx.decisions(conversation_id)
    target = _theirs(conversation, _spoken(conversation, events, decisions))
    source = await _read_language(desk, words, language(staff.locale))
    wanted = _Wanted(conversation, words, source, target, None, staff)
    return await _translated(desk, wanted)


async def send_translated(
    desk: Desk, conversation_id: str, staff: StaffMember, client_id: str, translation_id: str
) -> Event:
    """Send a translation that its author has seen, disclosed, with the original in its record.

    Raises LookupError for none of theirs here, WrongState when they do not lead.
    """
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        made = await tx.translation(translation_id)
        conversation = await tx.conversation(conversation_id)
    mine = made is not None and (made.conversation_id, made.seq, made.author_id) == (
        conversation_id,
        None,
        staff.id,
    )
    if made is None or conversation is None or not mine:
        raise LookupError(f"no translation {translation_id} of yours in this conversation")
    reply = Reply(
        conversation_id=conversation_id,
        text=made.text,
        provenance=Provenance(MadeBy.PERSON, staff.name),
        client_id=client_id,
        staff_id=staff.id,
        extra={"translation": made.evidence()},
        said_first=(disclosure(policy, conversation.locale, "translated"),),
    )
    sent = await send_reply(desk, reply)
    assert sent is not None  # only the AI's words can come too late
    return sent


@dataclass(frozen=True, slots=True)
class _Wanted:
    conversation: Conversation
    text: str
    source: str
    target: str
    seq: int | None
    staff: StaffMember


async def _translated(desk: Desk, wanted: _Wanted) -> Translation:
    """The checked and kept translation. No transaction is open while it is made."""
    if desk.translator is None:
        raise NoTranslator(NOBODY)
    if wanted.source == wanted.target:
        raise TranslationFailed("same_language")
    if (by := desk.translator.by(wanted.source, wanted.target)) is None:
        raise TranslationFailed(f"pair_not_installed: {wanted.source} to {wanted.target}")
    if len(wanted.text) > LONGEST:
        raise TranslationFailed("too_long")
    async with desk.store.transaction() as tx:
        customer = await tx.customer(wanted.conversation.customer_id)
    asking = Asking(wanted.conversation.id, known=known_of(customer))
    said = await desk.translator.translate(wanted.text, wanted.source, wanted.target, asking)
    if problem := check_translation(wanted.text, said, wanted.target):
        raise TranslationFailed(str(problem))
    made = Translation(
        id=desk.new_id(),
        conversation_id=wanted.conversation.id,
        seq=wanted.seq,
        author_id=wanted.staff.id,
        original=wanted.text,
        source=wanted.source,
        target=wanted.target,
        text=said.strip(),
        by=asking.answered_by or by,
        made_at=desk.now(),
    )
    async with desk.store.transaction() as tx:
        await tx.add_translation(made)
    return made


async def _read_language(desk: Desk, text: str, otherwise: str) -> str:
    head = await desk.policies.head(await desk.policies.active())
    [reading] = await asyncio.to_thread(desk.signals.read, [text], head)
    return otherwise if reading.signals.language == UNDETERMINED else reading.signals.language


def _spoken(
    conversation: Conversation, events: Sequence[Event], decisions: Sequence[Decision]
) -> list[tuple[int, str]]:
    """The language of each customer's message: as it was decided on, else by its small words."""
    decided = {d.turn_seq: str(d.scores.get("language", UNDETERMINED)) for d in decisions}
    last, spoken = language(conversation.locale), list[tuple[int, str]]()
    for event in filter(_is_customers, events):
        read = decided.get(event.seq, UNDETERMINED)
        if read == UNDETERMINED:
            read = language_of(event.text or "") or last
        last = last if read == "other" else read
        spoken.append((event.seq, read))
    return spoken


def _theirs(conversation: Conversation, spoken: Sequence[tuple[int, str]]) -> str:
    told = [said for _, said in spoken if said != "other"]
    return told[-1] if told else language(conversation.locale)


def _is_customers(event: Event) -> bool:
    return event.kind is EventKind.MESSAGE and event.speaker is Speaker.CUSTOMER
