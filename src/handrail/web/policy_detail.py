"""Policy detail: policies and decisions as the console shows them."""

from handrail.actions.ports import KindHead
from handrail.actions.views import PolicyVersion
from handrail.domain.hard_rules import HARD_RULES
from handrail.domain.level import Level
from handrail.domain.policy import Kind, Lead, Policy, Texts
from handrail.domain.record import Decision
from handrail.web.detail import kind_title
from handrail.web.policy_shapes import (
    DecisionShape,
    HardRuleShape,
    KindShape,
    PolicyName,
    PolicyShape,
    PolicyVersionShape,
    RuleShape,
)
from handrail.web.problems import PolicyProblem


def policy_shape(policy: Policy, head: KindHead, toml: str, locale: str) -> PolicyShape:
    """One version of a policy, in full; its problems are kinds that are taken for one another."""
    return PolicyShape(
        name=policy.name,
        version=policy.version,
        title=policy.title,
        toml=toml,
        kinds=[_kind(policy, kind, locale) for kind in policy.kinds.values()],
        tiers={risk: {value: policy.tiers[risk, value] for value in Level} for risk in Level},
        leads=policy.leads,
        rules=[
            RuleShape(rule.name, rule.when, rule.lead, _in(locale, rule.because))
            for rule in policy.rules
        ],
        hard_rules=[
            HardRuleShape(rule.name, _in(locale, rule.because)) for rule in HARD_RULES.values()
        ],
        problems=[
            PolicyProblem(
                "policy.toml", f"kinds.{one}", f"{share:.0%} of its examples are read as {other}"
            )
            for one, other, share in head.confusable
        ],
    )


def _kind(policy: Policy, kind: Kind, locale: str) -> KindShape:
    tier = policy.tiers[kind.risk, kind.value]
    may_answer = kind.ai_may_answer or kind.reply is not None
    leads = policy.leads[tier] if may_answer and kind.hard_rule is None else Lead.PERSON
    return KindShape(
        name=kind.name,
        title=_in(locale, kind.title),
        risk=kind.risk,
        value=kind.value,
        tier=tier,
        lead=leads,
        ai_may_answer=kind.ai_may_answer,
        examples=len(kind.examples),
        hard_rule=kind.hard_rule,
        clause=kind.clause or None,
        guidance=kind.guidance or None,
    )


def _in(locale: str, texts: Texts) -> str:
    return texts.get(locale.lower().split("-")[0]) or texts["en"]


def version_shape(version: PolicyVersion) -> PolicyVersionShape:
    """A loaded version, as sent."""
    return PolicyVersionShape(
        version.name,
        version.version,
        version.loaded_at,
        version.loaded_by,
        version.active_since,
    )


def decision_shape(
    decision: Decision, policy: Policy, locale: str, text: str | None = None
) -> DecisionShape:
    """A decision, as sent; with ``text``, as a line of the whole record."""
    return DecisionShape(
        id=decision.id,
        turn_seq=decision.turn_seq,
        at=decision.at,
        lead=Lead(decision.lead),
        tier=Level(decision.tier),
        kind=decision.kind,
        rule=decision.rule,
        rule_kind=decision.rule_kind,
        reason=decision.reason,
        reason_customer=decision.reason_customer,
        moment=decision.moment,
        scores=decision.scores,
        evidence=decision.evidence,
        policy=PolicyName(decision.policy_name, decision.policy_version),
        signals_version=decision.signals_version,
        outcome=decision.outcome.value,
        kind_title=kind_title(policy, decision.kind, locale),
        conversation_id=decision.conversation_id if text is not None else None,
        text=text,
    )
