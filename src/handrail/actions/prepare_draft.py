"""Prepare a draft: the AI writes a suggestion for the person who leads; only they can send it."""

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from handrail.actions.back_draft import back_draft
from handrail.actions.compose_answer import compose_answer
from handrail.actions.desk import Desk
from handrail.actions.dress_draft import dressed, house_words
from handrail.actions.gather_draft import gather_draft
from handrail.actions.gather_turn import OpenTurn
from handrail.actions.take_turn import decide
from handrail.domain.backing import Backing, Purpose
from handrail.domain.conversation import State
from handrail.domain.draft import Draft, Source
from handrail.domain.policy import Lead
from handrail.domain.record import Case
from handrail.domain.signals import ASKS_IF_AI, Reading

KEPT_FOR = timedelta(hours=24)
REASON = "A suggestion for the person who leads."


class WhyNone(StrEnum):
    """Why there is no draft."""

    NOTHING_ASKED = "nothing_asked"
    NOTHING_WRITTEN = "nothing_written"  # no article answers it
    NO_ARTICLE_IN_LANGUAGE = "no_article_in_language"
    NOTHING_FITS = "nothing_fits"  # the earlier answer held for that customer alone
    MOVED_ON = "moved_on"  # the person left the conversation meanwhile


@dataclass(frozen=True, slots=True)
class Prepared:
    """A draft, or why there is none; ``language`` is the customer's."""

    draft: Draft | None = None
    why_none: WhyNone | None = None
    language: str = ""


async def prepare_draft(desk: Desk, conversation_id: str, *, asked_for: bool = True) -> Prepared:
    """A draft that answers the customer's latest words in their language, kept beside the conversation.

    One that was not ``asked_for`` gives way to any that came while it was written.
    Raises WrongState unless a person leads, LookupError for no such conversation.
    """
    turn = await gather_draft(desk, conversation_id)
    if turn is None:
        return Prepared(why_none=WhyNone.NOTHING_ASKED)
    case, reading = for_a_person(*await decide(desk, turn))
    [language] = case.policy.ai_languages
    answer = await compose_answer(desk, turn, case, reading)
    if not answer.knows:
        return Prepared(None, await _why_none(desk, case, reading, language), language)
    house = await house_words(desk, turn, case)
    draft = suggestion(desk, turn, dressed(answer.text, house), answer.sources)
    backing = await back_draft(desk, draft, case, answer, Purpose.SUGGESTION, house)
    if not await keep_suggestion(desk, draft, backing, asked_for=asked_for):
        return Prepared(None, WhyNone.MOVED_ON, language)
    return Prepared(draft, language=language)


def for_a_person(case: Case, reading: Reading) -> tuple[Case, Reading]:
    """The case as it is drafted for: articles of the customer's language, and no words of the AI's own.

    What the policy lets the AI say of itself is not for a person to send.
    """
    read, policy = reading.signals.language, case.policy
    language = read if read in policy.locales else policy.locale(case.moment.locale)
    drafted = replace(
        case,
        policy=replace(policy, ai_languages=(language,)),
        leading=replace(case.leading, lead=Lead.REVIEW),
        moment=replace(
            case.moment,
            kind=replace(case.moment.kind, reply=None),
            signals=replace(case.moment.signals, language=language),
        ),
    )
    flagged = reading.signals.flagged - {ASKS_IF_AI}
    return drafted, replace(reading, signals=replace(reading.signals, flagged=flagged))


async def _why_none(desk: Desk, case: Case, reading: Reading, language: str) -> WhyNone:
    any_of_them = await desk.knowledge.search(
        case.moment.text, reading.embedding, language, "customer", limit=1
    )
    return WhyNone.NOTHING_WRITTEN if any_of_them else WhyNone.NO_ARTICLE_IN_LANGUAGE


def suggestion(desk: Desk, turn: OpenTurn, text: str, sources: tuple[Source, ...] = ()) -> Draft:
    """The words as a draft for the person who leads."""
    now = desk.now()
    return Draft(
        id=desk.new_id(),
        conversation_id=turn.conversation.id,
        reply_to=turn.seq,
        text=text,
        sources=sources,
        reason=REASON,
        made_at=now,
        expires_at=now + KEPT_FOR,
    )


async def keep_suggestion(
    desk: Desk, draft: Draft, backing: Backing, *, asked_for: bool = True
) -> bool:
    """Keep a draft in place of the one before; False when no person leads any more.

    False too for one that was not ``asked_for``, when there is a draft to the same turn by now.
    """
    async with desk.store.transaction() as tx:
        current = await tx.conversation(draft.conversation_id)
        if current is None or current.state is not State.PERSON:
            return False
        earlier = await tx.open_draft(draft.conversation_id)
        if earlier is not None and not asked_for and earlier.reply_to >= draft.reply_to:
            return False
        if earlier is not None:
            await tx.end_draft(replace(earlier, ended="superseded", ended_at=desk.now()))
        await tx.add_draft(draft)
        await tx.add_backing(backing)
    return True


async def suggest_on_turn(desk: Desk, conversation_id: str) -> None:
    """A draft without being asked, where the policy wants one on each turn and none is there yet."""
    policy = await desk.policies.active()
    if policy.drafting.suggest is not policy.drafting.suggest.AUTOMATIC:
        return
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(conversation_id)
        if conversation is None or conversation.state is not State.PERSON:
            return
        draft = await tx.open_draft(conversation_id)
    if not conversation.unanswered or (draft and draft.reply_to >= conversation.asked_seq):
        return
    await prepare_draft(desk, conversation_id, asked_for=False)
