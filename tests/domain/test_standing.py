from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from handrail.domain.basis import basis
from handrail.domain.certificate import Bound, Judged, Standing
from handrail.domain.level import Level
from handrail.domain.look import look_at
from handrail.domain.policy import TRUST, Policy, TierBound
from handrail.domain.standing import NOT_NEEDED, STANDINGS, in_words, standing_for
from tests.certificates import a_certificate
from tests.domain.policies import a_policy, kind, texts

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def standing(name: str, policy: Policy | None = None, **changes: object) -> Standing:
    policy = policy or a_policy()
    certificate = a_certificate(name, NOW - timedelta(hours=1), **changes)
    return standing_for(policy.kind(name), policy, certificate, NOW, "fake")


def test_a_certificate_stands_while_it_holds() -> None:
    held = a_certificate("hours", NOW, threshold=0.4)
    policy = a_policy()
    assert standing_for(policy.kind("hours"), policy, held, NOW, "fake") == Standing(
        held.id, 0.4, "certified"
    )
    assert standing_for(policy.kind("hours"), policy, None, NOW, "fake").status == "none"
    assert standing("hours", valid_until=NOW).status == "expired"
    assert standing("hours", suspended_at=NOW).status == "suspended"
    assert standing("hours", policy_version="v0").status == "void"
    assert standing("hours", signals_version="older").status == "void"


def test_fixed_words_need_no_certificate_and_some_kinds_never_get_one() -> None:
    assert standing("hello") == NOT_NEEDED
    assert standing("card").status == "never"  # a hard rule
    assert standing("account").status == "never"  # not for the AI
    tiers = {**TRUST.tiers, Level.LOW: TierBound(sample=0.1, never=True)}
    forbidden = a_policy(trust=replace(TRUST, tiers=tiers))
    assert standing("hours", forbidden).status == "never"


@pytest.mark.parametrize("status", list(STANDINGS))
def test_every_standing_has_words(status: str) -> None:
    words = {in_words(status, locale) for locale in ("en", "de-AT", "es")}  # type: ignore[arg-type]
    assert len(words) == 3
    assert in_words(status, "fi") == in_words(status, "en")  # type: ignore[arg-type]


def test_a_basis_changes_with_what_readings_and_answers_depend_on() -> None:
    policy = a_policy()
    hours = policy.kind("hours")
    before = basis(policy, hours, "m1")
    other = {**policy.kinds, "loan": replace(policy.kind("loan"), guidance="Ask twice.")}
    assert basis(replace(policy, kinds=other, company="Other"), hours, "m1") == before
    examples = {**policy.kinds, "loan": replace(policy.kind("loan"), examples=("borrow",))}
    bars = replace(policy.thresholds, retrieval=0.9)
    changed = [
        basis(policy, hours, "m2"),
        basis(replace(policy, kinds=examples), hours, "m1"),
        basis(replace(policy, thresholds=bars), hours, "m1"),
        basis(policy, replace(hours, reply=texts("x")), "m1"),
        basis(policy, kind("other"), "m1"),
    ]
    assert len({before, *changed}) == 6


def test_evidence_is_looked_at_at_planned_counts_only() -> None:
    policy = a_policy()
    judged = [Judged(0.9, False, 1.0, NOW + timedelta(minutes=n)) for n in range(60)]
    bound = _bound(policy.bound(policy.kind("hours")))
    early = look_at(judged[:10], bound)
    assert (len(early.judged), early.next, early.bound) == (10, 29, bound.at_look(1))
    looked = {n: look_at(judged[:n], bound) for n in (29, 43, 44, 60)}
    assert [len(look.judged) for look in looked.values()] == [29, 29, 44, 44]
    assert looked[43] == looked[29]
    assert looked[44].bound == bound.at_look(2)
    assert looked[60].next == 66


def _bound(demanded: TierBound) -> Bound:
    assert demanded.alpha is not None
    assert demanded.delta is not None
    return Bound(demanded.alpha, demanded.delta)
