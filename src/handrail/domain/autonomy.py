"""Autonomy: who leads a moment, and the rule that says so."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from handrail.domain.certificate import Standing
from handrail.domain.hard_rules import HARD_RULES
from handrail.domain.moment import Moment
from handrail.domain.policy import Lead, Policy, Requirement, Texts
from handrail.domain.signals import ASKS_IF_AI, VULNERABLE_CUSTOMER
from handrail.domain.staffing import Staffing

UNDETERMINED_LANGUAGE = "und"


class RuleKind(StrEnum):
    """Where the deciding rule comes from."""

    SWITCH = "switch"
    HARD = "hard"
    POLICY = "policy"
    MATRIX = "matrix"
    CERTIFICATE = "certificate"
    STAFFING = "staffing"


@dataclass(frozen=True, slots=True)
class Leading:
    """Who leads, by which rule, and the one sentence that explains it, by locale."""

    lead: Lead
    rule: str
    rule_kind: RuleKind
    because: Texts
    urgency: int = 0

    def reason(self, locale: str) -> str:
        """The sentence in ``locale``, in English where that is missing."""
        return self.because.get(locale) or self.because["en"]


def who_leads(moment: Moment, policy: Policy, staffing: Staffing, standing: Standing) -> Leading:
    """Decide who leads a moment: switch, hard rules, language, the company's rules, the tier matrix.

    Where that is the AI, its certificate for the kind must hold (``standing``), or a person reviews.
    Pure: the same moment, policy, staffing and standing give the same answer.
    """
    leading = (
        _switched_off(staffing)
        or _hard_rule(moment)
        or _language(moment, policy)
        or _company_rule(moment, policy, staffing)
        or _matrix(moment, policy)
    )
    leading = _certified(leading, moment, policy, standing)
    return _within_limits(leading, moment, staffing)


def _switched_off(staffing: Staffing) -> Leading | None:
    if not staffing.ai_stopped:
        return None
    return Leading(Lead.PERSON, "ai-stopped", RuleKind.SWITCH, _AI_STOPPED)


def _hard_rule(moment: Moment) -> Leading | None:
    cues = set(moment.signals.flagged)
    if moment.kind.hard_rule:
        cues.add(moment.kind.hard_rule)
    if moment.customer.vulnerable:
        cues.add(VULNERABLE_CUSTOMER)
    for name, rule in HARD_RULES.items():
        if name in cues:
            return Leading(Lead.PERSON, name, RuleKind.HARD, rule.because, rule.urgency)
    return None


def _language(moment: Moment, policy: Policy) -> Leading | None:
    language = moment.signals.language
    if language == UNDETERMINED_LANGUAGE or language in policy.ai_languages:
        return None
    return Leading(Lead.PERSON, "language", RuleKind.STAFFING, _LANGUAGE)


def _company_rule(moment: Moment, policy: Policy, staffing: Staffing) -> Leading | None:
    facts: Mapping[str, object] = {
        **moment.facts(),
        "in_hours": staffing.in_hours,
        "staff_free": staffing.free,
    }
    for rule in policy.rules:
        if rule.holds(facts):
            return Leading(rule.lead, rule.name, RuleKind.POLICY, rule.because)
    return None


def _matrix(moment: Moment, policy: Policy) -> Leading:
    lead = policy.leads[moment.tier]
    return Leading(lead, f"tier-{moment.tier}", RuleKind.MATRIX, _TIER[lead])


def _certified(leading: Leading, moment: Moment, policy: Policy, standing: Standing) -> Leading:
    """The AI leads alone only under a certificate, unless it says nothing but the company's own words."""
    required = policy.trust.certificate is Requirement.REQUIRED
    own_words = standing.status == "not_needed" or ASKS_IF_AI in moment.signals.flagged
    if leading.lead is not Lead.AI or not required or own_words:
        return leading
    if standing.status != "certified" or standing.threshold is None:
        return _to_review("no-certificate", _NO_CERTIFICATE)
    if moment.kind_probability < standing.threshold:
        return _to_review("under-certificate", _UNDER_CERTIFICATE)
    return leading


def _to_review(rule: str, because: Texts) -> Leading:
    return Leading(Lead.REVIEW, rule, RuleKind.CERTIFICATE, because)


def _within_limits(leading: Leading, moment: Moment, staffing: Staffing) -> Leading:
    """AI may draft or answer only kinds it is allowed, and a review needs somebody who reviews."""
    may_answer = moment.kind.ai_may_answer or moment.kind.reply is not None
    if leading.lead is not Lead.PERSON and not may_answer:
        return Leading(Lead.PERSON, "not-for-ai", RuleKind.MATRIX, _NOT_FOR_AI)
    if leading.lead is Lead.REVIEW and not staffing.people_here:
        return Leading(Lead.PERSON, "nobody-to-review", RuleKind.STAFFING, _NOBODY_TO_REVIEW)
    return leading


def while_waiting(leading: Leading) -> Leading:
    """Who leads what a customer adds while waiting for a person: that person, and a hard rule by name."""
    if leading.rule_kind in (RuleKind.HARD, RuleKind.SWITCH):
        return leading
    return replace(
        leading,
        lead=Lead.PERSON,
        rule="waits-for-a-person",
        rule_kind=RuleKind.STAFFING,
        because=_WAITS,
    )


def nothing_to_go_by(leading: Leading) -> Leading:
    """Who leads when the AI may answer only from articles, or under review, and has none: a person."""
    return replace(
        leading,
        lead=Lead.PERSON,
        rule="no-article",
        rule_kind=RuleKind.MATRIX,
        because=_NO_ARTICLE,
    )


_AI_STOPPED: Texts = {
    "en": "The AI is switched off at the moment, so a person answers.",
    "de": "Die KI ist zurzeit abgeschaltet, deshalb antwortet ein Mensch.",
    "es": "La IA está desactivada en este momento, por eso responde una persona.",
}
_LANGUAGE: Texts = {
    "en": "The AI does not read this language well enough, so a person answers.",
    "de": "Die KI liest diese Sprache nicht gut genug, deshalb antwortet ein Mensch.",
    "es": "La IA no lee este idioma con suficiente fiabilidad, por eso responde una persona.",
}
_NOT_FOR_AI: Texts = {
    "en": "This needs someone who may look into your case, so a person answers.",
    "de": "Dafür muss jemand in Ihren Fall sehen dürfen, deshalb antwortet ein Mensch.",
    "es": "Esto requiere a alguien que pueda consultar su caso, por eso responde una persona.",
}
_WAITS: Texts = {
    "en": "You are waiting for a person, so this goes to them.",
    "de": "Sie warten auf einen Menschen, deshalb geht das an ihn.",
    "es": "Usted espera a una persona, por eso esto va a ella.",
}
_NO_ARTICLE: Texts = {
    "en": "The AI has no article that answers this, so a person answers.",
    "de": "Die KI hat dazu keinen Artikel, deshalb antwortet ein Mensch.",
    "es": "La IA no tiene ningún artículo que lo responda, por eso responde una persona.",
}
_NO_CERTIFICATE: Texts = {
    "en": "The AI's answers to such questions are not certified at the moment, so a person checks this one.",
    "de": "Die Antworten der KI auf solche Fragen sind zurzeit nicht zertifiziert, "
    "deshalb prüft ein Mensch diese.",
    "es": "Las respuestas de la IA a estas preguntas no están certificadas ahora, "
    "por eso una persona revisa esta.",
}
_UNDER_CERTIFICATE: Texts = {
    "en": "The AI is not sure enough that it understood you, so a person checks its answer.",
    "de": "Die KI ist nicht sicher genug, Sie verstanden zu haben, "
    "deshalb prüft ein Mensch ihre Antwort.",
    "es": "La IA no está lo bastante segura de haberle entendido, "
    "por eso una persona revisa su respuesta.",
}
_NOBODY_TO_REVIEW: Texts = {
    "en": "This answer needs a person's check and nobody is here to give it, so a person takes over.",
    "de": "Diese Antwort muss ein Mensch prüfen und gerade ist niemand da, deshalb übernimmt ein Mensch.",
    "es": "Esta respuesta debe revisarla una persona y ahora no hay nadie, por eso se encargará una persona.",
}
_TIER: Mapping[Lead, Texts] = {
    Lead.AI: {
        "en": "This is a routine question, so the AI answers.",
        "de": "Das ist eine Routinefrage, deshalb antwortet die KI.",
        "es": "Es una consulta habitual, por eso responde la IA.",
    },
    Lead.REVIEW: {
        "en": "A wrong answer would cost you, so a person checks what the AI wrote.",
        "de": "Eine falsche Antwort würde Ihnen schaden, deshalb prüft ein Mensch den Text der KI.",
        "es": "Una respuesta errónea le perjudicaría, por eso una persona revisa lo que escribió la IA.",
    },
    Lead.PERSON: {
        "en": "Much is at stake here, so a person answers.",
        "de": "Hier steht viel auf dem Spiel, deshalb antwortet ein Mensch.",
        "es": "Hay mucho en juego, por eso responde una persona.",
    },
}
