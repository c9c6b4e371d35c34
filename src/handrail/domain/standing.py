"""Standing: what a kind's certificate says about the AI at one moment, and the words for it."""

from collections.abc import Mapping
from datetime import datetime

from handrail.domain.certificate import Certificate, Standing, Status, standing_of
from handrail.domain.policy import Kind, Policy, Texts

NOT_NEEDED = Standing(None, None, "not_needed")


def standing_for(
    kind: Kind, policy: Policy, certificate: Certificate | None, at: datetime, model_version: str
) -> Standing:
    """The standing of a kind under a policy, whose latest certificate this is."""
    if kind.reply is not None:
        return NOT_NEEDED
    if never_alone(kind, policy):
        return Standing(None, None, "never")
    return standing_of(certificate, at, model_version, policy.version)


def never_alone(kind: Kind, policy: Policy) -> bool:
    """Whether nothing can let the AI lead this kind alone."""
    return policy.bound(kind).never or kind.hard_rule is not None or not kind.ai_may_answer


def in_words(status: Status, locale: str) -> str:
    """What a standing means for the next turn, in one sentence: en, de or es."""
    texts = STANDINGS[status]
    return texts.get(locale.lower().split("-")[0]) or texts["en"]


STANDINGS: Mapping[Status, Texts] = {
    "certified": {
        "en": "The AI leads alone where its confidence is over the threshold.",
        "de": "Die KI führt allein, wo ihre Sicherheit über der Schwelle liegt.",
        "es": "La IA dirige sola cuando su confianza supera el umbral.",
    },
    "none": {
        "en": "There is no certificate yet, so a person checks what the AI writes.",
        "de": "Es gibt noch kein Zertifikat, deshalb prüft ein Mensch, was die KI schreibt.",
        "es": "Todavía no hay certificado, por eso una persona revisa lo que escribe la IA.",
    },
    "suspended": {
        "en": "The certificate is suspended, so a person checks what the AI writes.",
        "de": "Das Zertifikat ist ausgesetzt, deshalb prüft ein Mensch, was die KI schreibt.",
        "es": "El certificado está suspendido, por eso una persona revisa lo que escribe la IA.",
    },
    "expired": {
        "en": "The certificate has run out, so a person checks what the AI writes.",
        "de": "Das Zertifikat ist abgelaufen, deshalb prüft ein Mensch, was die KI schreibt.",
        "es": "El certificado ha caducado, por eso una persona revisa lo que escribe la IA.",
    },
    "void": {
        "en": "The models or the policy changed since the certificate was issued, "
        "so a person checks what the AI writes.",
        "de": "Modelle oder Richtlinie haben sich seit dem Zertifikat geändert, "
        "deshalb prüft ein Mensch, was die KI schreibt.",
        "es": "Los modelos o la política cambiaron desde que se emitió el certificado, "
        "por eso una persona revisa lo que escribe la IA.",
    },
    "never": {
        "en": "The AI never leads this kind alone; the policy says so.",
        "de": "Die KI führt hier nie allein; so sagt es die Richtlinie.",
        "es": "La IA nunca dirige sola este tipo; así lo dice la política.",
    },
    "not_needed": {
        "en": "The answer is a fixed text of the company's and needs no certificate.",
        "de": "Die Antwort ist ein fester Text des Unternehmens und braucht kein Zertifikat.",
        "es": "La respuesta es un texto fijo de la empresa y no necesita certificado.",
    },
}
