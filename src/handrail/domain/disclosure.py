"""Disclosure: what customers must be told, in the company's own words."""

import re
from collections.abc import Mapping

from handrail.domain.conversation import EventDraft, EventKind, MadeBy, Provenance, Speaker
from handrail.domain.policy import Policy, Texts

_PLACEHOLDER = re.compile(r"\{(\w+)\}")

# Every text a policy has in each of its locales, with the placeholders it may use.
DISCLOSURES: Mapping[str, frozenset[str]] = {
    "opening": frozenset({"company"}),
    "am_i_ai": frozenset({"company"}),
    "review_pending": frozenset(),
    "does_not_know": frozenset(),
    "asks_back": frozenset({"choices"}),
    "handoff_requested": frozenset(),
    "queue_position": frozenset({"position"}),
    "queue_range": frozenset({"position", "low", "high"}),
    "accepted": frozenset({"staff"}),
    "handed_back": frozenset({"staff"}),
    "out_of_hours": frozenset({"opens"}),
    "callback_booked": frozenset({"when"}),
    "callback_due": frozenset(),
    "message_noted": frozenset(),
    "stays_with_ai": frozenset(),
    "closed": frozenset(),
    "ai_stopped": frozenset(),
    "follow_up": frozenset(),
    "crisis": frozenset(),
    "language": frozenset(),
    "translated": frozenset(),
}

# Texts that a policy may leave out, as older ones do: what is said then.
DEFAULTS: Mapping[str, Texts] = {
    "asks_back": {
        "en": "Do you mean {choices}? If neither, I can bring in a person.",
        "de": "Meinen Sie {choices}? Wenn nichts davon passt, hole ich gern einen Menschen dazu.",
        "es": "¿Se refiere a {choices}? Si no es ninguno, puede atenderle una persona.",
    },
    "translated": {
        "en": "The next message was translated automatically and may contain mistakes.",
        "de": "Die nächste Nachricht wurde automatisch übersetzt und kann Fehler enthalten.",
        "es": "El siguiente mensaje se tradujo automáticamente y puede contener errores.",
    },
}


def words(policy: Policy, locale: str, key: str, **values: object) -> str:
    """The policy's text ``key`` in the closest locale, its placeholders filled."""
    closest = policy.locale(locale)
    text = policy.disclosure[closest].get(key) or DEFAULTS[key][closest]
    return _PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), text)


def disclosure(policy: Policy, locale: str, key: str, **values: object) -> EventDraft:
    """The disclosure ``key`` as an event."""
    return EventDraft(
        EventKind.DISCLOSURE,
        Speaker.SYSTEM,
        words(policy, locale, key, **values),
        Provenance(MadeBy.SYSTEM),
        {"key": key},
    )


def opening(policy: Policy, locale: str) -> EventDraft:
    """What every conversation begins with: that this is an AI, what it can do, and the way to a person."""
    return disclosure(policy, locale, "opening", company=policy.company)
