"""A small policy for tests, and readings to assess under it."""

from dataclasses import replace
from datetime import time

from handrail.domain.certificate import Standing
from handrail.domain.disclosure import DISCLOSURES
from handrail.domain.level import Level
from handrail.domain.policy import (
    Kind,
    Lead,
    OpeningHours,
    Policy,
    Promises,
    Thresholds,
)
from handrail.domain.signals import KindScore, Signals

LOW, MEDIUM, HIGH = Level.LOW, Level.MEDIUM, Level.HIGH


def texts(word: str) -> dict[str, str]:
    return {locale: f"{word} ({locale})" for locale in ("en", "de", "es")}


def kind(name: str, risk: Level = LOW, value: Level = LOW, **changes: object) -> Kind:
    made = Kind(name, texts(name), risk, value, (f"about {name}",), ai_may_answer=True)
    return replace(made, **changes)


def a_policy(**changes: object) -> Policy:
    kinds = [
        kind("hours"),
        kind("card", HIGH, MEDIUM, hard_rule="suspected_fraud", skills=("cards",)),
        kind("loan", MEDIUM, MEDIUM, guidance="Check income.", clause="Loans 1", first_step="Ask."),
        kind("account", ai_may_answer=False),
        kind("hello", reply=texts("Hello")),
    ]
    disclosure = {
        locale: {
            key: f"{key}:" + "".join("{" + name + "}" for name in sorted(placeholders))
            for key, placeholders in DISCLOSURES.items()
        }
        for locale in ("en", "de", "es")
    }
    policy = Policy(
        name="test",
        version="v1",
        title="Test",
        company="Test Bank",
        locales=("en", "de", "es"),
        ai_languages=("en",),
        hours=OpeningHours("Europe/Berlin", (((time(8), time(20)),),) * 5 + ((), ())),
        promises=Promises(45, 120, 60, 180, 30, 24),
        thresholds=Thresholds(0.6, 0.35, 0.45, 0.35, 0.6, 60),
        tiers={
            (risk, value): max(risk, value, key=lambda level: level.rank)
            for risk in Level
            for value in Level
        },
        leads={LOW: Lead.AI, MEDIUM: Lead.REVIEW, HIGH: Lead.PERSON},
        unknown=kind("unknown"),
        kinds={made.name: made for made in kinds},
        rules=(),
        disclosure=disclosure,
    )
    return replace(policy, **changes)


CERTIFIED = Standing("certificate", 0.0, "certified")


def read_as(name: str, probability: float = 0.9, **changes: object) -> Signals:
    made = Signals("s1", "en", 0.99, (KindScore(name, probability),))
    return replace(made, **changes)
