"""Hide personal data: placeholders before a language model is asked, the values back afterwards."""

import asyncio
from collections.abc import Mapping, Sequence

from handrail.actions.model_ports import ModelFailed
from handrail.actions.ports import PersonalData
from handrail.domain.customer import Customer
from handrail.domain.personal_data import Hidden, PersonalKind, hide, known_spans


def known_of(customer: Customer | None) -> Mapping[str, PersonalKind]:
    """What is known to be personal of a customer, hidden wherever it stands."""
    if customer is None:
        return {}
    values = {
        customer.name: PersonalKind.PERSON,
        customer.email: PersonalKind.EMAIL,
        customer.external_id: PersonalKind.NUMBER,
    }
    return {value: kind for value, kind in values.items() if value}


async def hide_texts(
    personal_data: PersonalData,
    texts: Sequence[str],
    language: str,
    known: Mapping[str, PersonalKind],
) -> Hidden:
    """The texts with placeholders for what is found in them and for what is ``known``.

    Raises ModelFailed where it cannot be looked for: whatever went wrong, the text stays here.
    """

    def hidden() -> Hidden:
        spans = [[*known_spans(t, known), *personal_data.find(t, language)] for t in texts]
        return hide(texts, spans)

    try:
        return await asyncio.to_thread(hidden)
    except Exception as error:
        raise ModelFailed("personal_data_unread") from error


def put_back(hidden: Hidden, text: str) -> str:
    """The text with the values in place. Raises ModelFailed for a placeholder that is none of ours."""
    if strange := hidden.strange(text):
        raise ModelFailed(f"strange_placeholder: {', '.join(strange)[:80]}")
    return hidden.restore(text)
