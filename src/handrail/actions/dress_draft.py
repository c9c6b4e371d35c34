"""Dress a draft: the house's greeting and closing around the first words of a person."""

from handrail.actions.desk import Desk
from handrail.actions.gather_turn import OpenTurn
from handrail.domain.conversation import EventKind, Speaker
from handrail.domain.record import Case
from handrail.domain.tone import house_lines


async def house_words(desk: Desk, turn: OpenTurn, case: Case) -> tuple[str, str]:
    """Greeting and closing in the draft's language; empty once staff have written in the conversation.

    In a chat a greeting before every line would be odd.
    """
    conversation = turn.conversation
    async with desk.store.transaction() as tx:
        events = await tx.events(conversation.id)
        customer = await tx.customer(conversation.customer_id)
    if any(e.kind is EventKind.MESSAGE and e.speaker is Speaker.STAFF for e in events):
        return "", ""
    [language] = case.policy.ai_languages
    name = customer.name if customer is not None else None
    return house_lines(case.policy.drafting.tone, language, name, case.policy.company)


def dressed(text: str, house: tuple[str, str]) -> str:
    """The text between greeting and closing, each in a paragraph of its own."""
    greeting, closing = house
    return "\n\n".join(part for part in (greeting, text, closing) if part)
