"""Hard rules: moments that a person leads, whatever a policy or a threshold says."""

from collections.abc import Mapping
from dataclasses import dataclass

from handrail.domain import signals
from handrail.domain.policy import Texts


@dataclass(frozen=True, slots=True)
class HardRule:
    """A cue that always brings a person, and why, in one sentence a customer may read."""

    name: str
    urgency: int  # place in the queue: higher is served first
    because: Texts


_RULES = (
    HardRule(
        signals.SELF_HARM,
        3,
        {
            "en": "You may be in danger, so this goes to a person before all others.",
            "de": "Sie könnten in Gefahr sein, deshalb geht das vor allem anderen an einen Menschen.",
            "es": "Usted podría estar en peligro, por eso esto va a una persona antes que todo lo demás.",
        },
    ),
    HardRule(
        signals.SUSPECTED_FRAUD,
        2,
        {
            "en": "This may be fraud or a loss, so a person looks at it.",
            "de": "Das könnte Betrug oder ein Verlust sein, deshalb sieht es sich ein Mensch an.",
            "es": "Puede tratarse de un fraude o una pérdida, por eso lo revisa una persona.",
        },
    ),
    HardRule(
        signals.BEREAVEMENT,
        2,
        {
            "en": "Someone has died, and a person should help with that.",
            "de": "Jemand ist verstorben, und dabei soll ein Mensch helfen.",
            "es": "Alguien ha fallecido, y en eso debe ayudar una persona.",
        },
    ),
    HardRule(
        signals.CLINICAL_QUESTION,
        2,
        {
            "en": "This is a question about health that only a trained person may answer.",
            "de": "Das ist eine Gesundheitsfrage, die nur ein Mensch vom Fach beantworten darf.",
            "es": "Es una pregunta de salud que solo puede responder una persona cualificada.",
        },
    ),
    HardRule(
        signals.VULNERABLE_CUSTOMER,
        2,
        {
            "en": "Your circumstances deserve a person's care.",
            "de": "Ihre Umstände verdienen die Aufmerksamkeit eines Menschen.",
            "es": "Sus circunstancias merecen la atención de una persona.",
        },
    ),
    HardRule(
        signals.REGULATOR_COMPLAINT,
        1,
        {
            "en": "This is a formal complaint, and a person answers for it.",
            "de": "Das ist eine förmliche Beschwerde, und dafür steht ein Mensch ein.",
            "es": "Es una reclamación formal, y de ella responde una persona.",
        },
    ),
    HardRule(
        signals.ASKS_FOR_PERSON,
        1,
        {
            "en": "You asked for a person.",
            "de": "Sie haben nach einem Menschen gefragt.",
            "es": "Usted ha pedido hablar con una persona.",
        },
    ),
)

HARD_RULES: Mapping[str, HardRule] = {rule.name: rule for rule in _RULES}
