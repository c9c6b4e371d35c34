"""A policy file becomes a Policy, or is refused with file, key, reason and what to do."""

import hashlib
from importlib.resources import files
from pathlib import Path

import msgspec

from handrail.adapters.policy_files.checks import check, span_of
from handrail.adapters.policy_files.conditions import ConditionError, compile_condition
from handrail.adapters.policy_files.drafting import drafting
from handrail.adapters.policy_files.playbooks import Named, read_playbooks
from handrail.adapters.policy_files.refusals import explain, line_of
from handrail.adapters.policy_files.schema import (
    AutonomyTable,
    BoundTable,
    HoursTable,
    KindTable,
    PolicyFile,
    RuleTable,
    by_locale,
    disclosure_by_locale,
)
from handrail.adapters.policy_files.tool_tables import tools_of
from handrail.adapters.policy_files.wrap_up import wrap_up_rules
from handrail.domain.level import Level
from handrail.domain.policy import (
    TRUST,
    UNKNOWN_KIND,
    Kind,
    OpeningHours,
    Policy,
    PolicyError,
    Promises,
    Requirement,
    Rule,
    Thresholds,
    TierBound,
    Trust,
)

BUNDLED = Path(str(files("handrail"))) / "policies"
"""The folder of the policies that come with Handrail: NAME.toml and the folder NAME of articles."""

_UNKNOWN_TITLE = {"en": "Something else", "de": "Etwas anderes", "es": "Otro asunto"}


LATER = (
    *("autonomy", "tools", "tool", "wrap_up", "clarity", "playbooks", "drafts"),
    *("asks_back", "translated"),
)


def bundled_policies() -> tuple[str, ...]:
    """The names of the policies that come with Handrail, sorted."""
    return tuple(sorted(path.stem for path in BUNDLED.glob("*.toml")))


def read_policy(path: Path) -> Policy:
    """The policy in a file. Raises PolicyError when the file cannot be read or is refused."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError(
            str(path), "(file)", f"cannot be read: {error}", "Give a readable UTF-8 file"
        ) from error
    return load_policy(text, str(path))


def load_policy(text: str, source: str) -> Policy:
    """The policy written in ``text`` (TOML); ``source`` names it in errors. Raises PolicyError.

    The version is the first 12 hex digits of the SHA-256 of the decoded content with sorted keys,
    so that a comment or blank line gives the same version and any changed value another one.
    """
    try:
        return _read(text, source)
    except PolicyError as error:
        raise error.on_line(line_of(text, error.key)) from None


def _read(text: str, source: str) -> Policy:
    file = _decode(text, source)
    check(file, source)
    names = frozenset(kind.name for kind in file.kinds) | {UNKNOWN_KIND}
    return Policy(
        name=file.name,
        version=_version(file),
        title=file.title,
        company=file.company,
        locales=tuple(file.locales),
        ai_languages=tuple(file.ai_languages),
        hours=_hours(file.hours, file.time_zone),
        promises=Promises(**msgspec.structs.asdict(file.promises)),
        thresholds=Thresholds(**msgspec.structs.asdict(file.thresholds)),
        tiers={
            (risk, value): getattr(getattr(file.tiers, risk), value)
            for risk in Level
            for value in Level
        },
        leads={tier: getattr(file.leads, tier) for tier in Level},
        unknown=_unknown(file),
        kinds={kind.name: _kind(kind) for kind in file.kinds},
        rules=tuple(_rule(i, rule, names, source) for i, rule in enumerate(file.rules)),
        disclosure=disclosure_by_locale(file.disclosure),
        trust=_trust(file.autonomy or AutonomyTable()),
        tools=tools_of(file.tools, {kind.name: kind.tool for kind in file.kinds if kind.tool}),
        wrap_up=wrap_up_rules(file.wrap_up, source),
        jargon=dict(file.clarity.jargon) if file.clarity else {},
        playbooks=read_playbooks(
            file.playbooks or (),
            Named(names, {tool.name for tool in file.tools or ()}, file.locales),
            source,
        ),
        drafting=drafting(file.drafts),
    )


def _decode(text: str, source: str) -> PolicyFile:
    try:
        return msgspec.toml.decode(text, type=PolicyFile)
    except msgspec.ValidationError as error:
        key, reason, remedy = explain(str(error), text, PolicyFile)
        raise PolicyError(source, key, reason, remedy) from None
    except msgspec.DecodeError as error:
        raise PolicyError(
            source, "(file)", f"not valid TOML: {error}", "Correct it there"
        ) from None


def _version(file: PolicyFile) -> str:
    """Names the content. A file from before a table or key came keeps the version it had."""
    content = msgspec.to_builtins(file)
    texts = filter(None, content["disclosure"].values())
    places = [content, *content["kinds"], *texts]
    for place in places:
        for later in LATER:
            if later in place and not place[later]:
                del place[later]
    canonical = msgspec.json.encode(content, order="sorted")
    return hashlib.sha256(canonical).hexdigest()[:12]


def _hours(hours: HoursTable, time_zone: str) -> OpeningHours:
    days = tuple(tuple(span_of(span) for span in spans) for spans in msgspec.structs.astuple(hours))
    return OpeningHours(time_zone=time_zone, days=days)


def _unknown(file: PolicyFile) -> Kind:
    # The AI may try: the retrieval threshold stands between an unknown message and an answer.
    return Kind(
        name=UNKNOWN_KIND,
        title={locale: _UNKNOWN_TITLE[locale] for locale in file.locales},
        risk=file.unknown.risk,
        value=file.unknown.value,
        examples=(),
        ai_may_answer=True,
    )


def _trust(table: AutonomyTable) -> Trust:
    return Trust(
        certificate=Requirement(table.certificate),
        window_days=table.window_days,
        valid_days=table.valid_days,
        drift_false_alarm=table.drift_false_alarm,
        tiers={tier: _bound(getattr(table, tier), TRUST.tiers[tier]) for tier in Level},
    )


def _bound(table: BoundTable | None, usual: TierBound) -> TierBound:
    """The tier's bound, what it does not say as usual; a bound lifts a usual ``never``."""
    if table is None:
        return usual
    sample = usual.sample if table.sample is None else table.sample
    if table.never:
        return TierBound(sample, never=True)
    alpha = usual.alpha if table.alpha is None else table.alpha
    delta = usual.delta if table.delta is None else table.delta
    return TierBound(sample, alpha, delta, never=alpha is None)


def _kind(table: KindTable) -> Kind:
    return Kind(
        name=table.name,
        title=by_locale(table.title),
        risk=table.risk,
        value=table.value,
        examples=tuple(table.examples),
        ai_may_answer=table.ai_may_answer,
        hard_rule=table.hard_rule,
        skills=tuple(table.skills),
        guidance=table.guidance,
        clause=table.clause,
        first_step=table.first_step,
        pain_points=tuple(table.pain_points),
        reply=None if table.reply is None else by_locale(table.reply),
        tool=table.tool,
    )


def _rule(index: int, table: RuleTable, kinds: frozenset[str], source: str) -> Rule:
    try:
        holds = compile_condition(table.when, table.lead, kinds)
    except ConditionError as error:
        key = f"rules[{index}].when"
        raise PolicyError(source, key, f"{table.name}: {error.reason}", error.remedy) from None
    because = by_locale(table.because)
    return Rule(name=table.name, when=table.when, lead=table.lead, because=because, holds=holds)
