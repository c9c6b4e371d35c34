"""What a policy file must also satisfy once its types are right."""

import re
from collections.abc import Collection
from datetime import time
from string import Formatter
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from handrail.adapters.policy_files.drafting import check_drafts
from handrail.adapters.policy_files.schema import (
    BoundTable,
    KindTable,
    PolicyFile,
    by_locale,
    disclosure_by_locale,
)
from handrail.adapters.policy_files.tool_checks import ToolChecks
from handrail.domain.disclosure import DISCLOSURES
from handrail.domain.hard_rules import HARD_RULES
from handrail.domain.level import Level
from handrail.domain.policy import LOCALES, TRUST, UNKNOWN_KIND, Lead, PolicyError

FEWEST_EXAMPLES = 5
_SPAN = re.compile(r"^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$")


def check(file: PolicyFile, source: str) -> None:
    """Refuse what types cannot express. Raises PolicyError at the first fault found."""
    _check_locales(file, source)
    _check_hours(file, source)
    _check_thresholds(file, source)
    if file.leads.high is Lead.AI:
        raise PolicyError(
            source, "leads.high", "the AI may not lead the high tier", "Use REVIEW or PERSON"
        )
    _check_autonomy(file, source)
    _check_kinds(file, source)
    _check_rules(file, source)
    _check_disclosure(file, source)
    _check_tools(file, source)
    check_drafts(file.drafts, {kind.name for kind in file.kinds}, file.locales, source)


def _check_locales(file: PolicyFile, source: str) -> None:
    for i, locale in enumerate(file.locales):
        if locale not in LOCALES:
            raise PolicyError(
                source,
                f"locales[{i}]",
                f"Handrail has no texts for '{locale}'",
                f"Use some of: {', '.join(LOCALES)}",
            )


def _check_hours(file: PolicyFile, source: str) -> None:
    try:
        ZoneInfo(file.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise PolicyError(
            source,
            "time_zone",
            f"'{file.time_zone}' is no time zone",
            "Use a name of the IANA database such as Europe/Berlin",
        ) from None
    for day, spans in msgspec.structs.asdict(file.hours).items():
        _check_day(day, spans, source)


def _check_day(day: str, spans: list[str], source: str) -> None:
    last = 0
    for i, text in enumerate(spans):
        key = f"hours.{day}[{i}]"
        if not _SPAN.match(text):
            raise PolicyError(source, key, f"'{text}' is no span", 'Write it like "08:00-20:00"')
        opens, closes = (int(part[:2]) * 60 + int(part[3:]) for part in text.split("-"))
        if closes <= opens:
            raise PolicyError(
                source, key, f"'{text}' ends before it begins", "Split a night at 24:00"
            )
        if opens < last:
            raise PolicyError(
                source, key, f"'{text}' overlaps the span before it", "Merge or reorder the spans"
            )
        last = closes


def span_of(text: str) -> tuple[time, time]:
    """Opening and closing time of a span like ``08:00-20:00``; ``24:00`` closes at midnight, 0:00."""
    opens, closes = text.replace("24:00", "00:00").split("-")
    return time.fromisoformat(opens), time.fromisoformat(closes)


def _check_thresholds(file: PolicyFile, source: str) -> None:
    bars = file.thresholds
    for low, high in (("kind_maybe", "kind_sure"), ("emotion_medium", "emotion_high")):
        if getattr(bars, low) > getattr(bars, high):
            raise PolicyError(
                source, f"thresholds.{low}", f"it is above {high}", f"Make it {high} at most"
            )


def _check_autonomy(file: PolicyFile, source: str) -> None:
    table = file.autonomy
    if table is None:
        return
    if not 0 < table.drift_false_alarm < 1:
        raise PolicyError(
            source,
            "autonomy.drift_false_alarm",
            f"{table.drift_false_alarm:g} is no chance of a false alarm",
            "Use more than 0 and less than 1, for example 0.05",
        )
    for tier in Level:
        bound: BoundTable | None = getattr(table, tier)
        if bound is not None:
            _check_bound(bound, TRUST.tiers[tier].never, f"autonomy.{tier}", source)


def _check_bound(bound: BoundTable, usually_never: bool, key: str, source: str) -> None:
    given = {"alpha": bound.alpha, "delta": bound.delta, "sample": bound.sample}
    for name, value in given.items():
        most = 1.0 if name == "sample" else 0.5
        if value is not None and not 0 < value <= most:
            raise PolicyError(
                source,
                f"{key}.{name}",
                f"{value:g} is out of range",
                f"Use more than 0 and {most:g} at most",
            )
    named = [name for name in ("alpha", "delta") if given[name] is not None]
    if bound.never and named:
        raise PolicyError(
            source,
            f"{key}.never",
            f"a tier that the AI never leads alone has no {' and '.join(named)}",
            "Remove one of the two",
        )
    if usually_never and len(named) == 1:
        missing = "delta" if named == ["alpha"] else "alpha"
        raise PolicyError(
            source, f"{key}.{missing}", "a bound needs alpha and delta", "Add it, or never = true"
        )


def _check_kinds(file: PolicyFile, source: str) -> None:
    kind_of: dict[str, str] = {}
    seen: set[str] = {UNKNOWN_KIND}
    for i, kind in enumerate(file.kinds):
        key = f"kinds[{i}]"
        if kind.name in seen:
            raise PolicyError(
                source, f"{key}.name", f"there is another kind '{kind.name}'", "Rename one of them"
            )
        seen.add(kind.name)
        _check_kind(kind, key, file.locales, source)
        _check_examples(kind, key, kind_of, source)


def _check_kind(kind: KindTable, key: str, locales: Collection[str], source: str) -> None:
    if kind.hard_rule is not None and kind.hard_rule not in HARD_RULES:
        raise PolicyError(
            source,
            f"{key}.hard_rule",
            f"'{kind.hard_rule}' of kind '{kind.name}' is no hard rule",
            f"Use one of: {', '.join(HARD_RULES)}",
        )
    if kind.hard_rule is not None and kind.ai_may_answer:
        raise PolicyError(
            source,
            f"{key}.ai_may_answer",
            f"kind '{kind.name}' has the hard rule '{kind.hard_rule}', so a person leads it",
            "Remove one of the two",
        )
    _check_same_locales(by_locale(kind.title), f"{key}.title", locales, source)
    if kind.reply is not None:
        _check_same_locales(by_locale(kind.reply), f"{key}.reply", locales, source)


def _check_same_locales(
    found: Collection[str], key: str, locales: Collection[str], source: str
) -> None:
    for locale in locales:
        if locale not in found:
            raise PolicyError(source, f"{key}.{locale}", "this is missing", "Write it")
    for locale in found:
        if locale not in locales:
            raise PolicyError(
                source,
                f"{key}.{locale}",
                "the policy has no such locale",
                f"Add '{locale}' to locales or remove this",
            )


def _check_examples(kind: KindTable, key: str, kind_of: dict[str, str], source: str) -> None:
    if len(kind.examples) < FEWEST_EXAMPLES:
        raise PolicyError(
            source,
            f"{key}.examples",
            f"kind '{kind.name}' has {len(kind.examples)} of the {FEWEST_EXAMPLES} examples needed",
            "Write more, in varied words",
        )
    for i, example in enumerate(kind.examples):
        plain = " ".join(re.sub(r"[^\w\s]", "", example.casefold()).split())
        if plain in kind_of:
            raise PolicyError(
                source,
                f"{key}.examples[{i}]",
                f"'{example}' of kind '{kind.name}' is also an example of kind '{kind_of[plain]}'",
                "Keep it in one of them, once",
            )
        kind_of[plain] = kind.name


def _check_rules(file: PolicyFile, source: str) -> None:
    seen: set[str] = set()
    for i, rule in enumerate(file.rules):
        if rule.name in seen:
            raise PolicyError(
                source,
                f"rules[{i}].name",
                f"there is another rule '{rule.name}'",
                "Rename one of them",
            )
        seen.add(rule.name)
        _check_same_locales(by_locale(rule.because), f"rules[{i}].because", file.locales, source)


def _check_disclosure(file: PolicyFile, source: str) -> None:
    tables = disclosure_by_locale(file.disclosure)
    _check_same_locales(tables, "disclosure", file.locales, source)
    for locale, texts in tables.items():
        for name, text in texts.items():
            _check_placeholders(text, name, f"disclosure.{locale}.{name}", source)


def _check_placeholders(text: str, name: str, key: str, source: str) -> None:
    wanted = DISCLOSURES[name]
    remedy = f"Use exactly: {', '.join(f'{{{w}}}' for w in sorted(wanted)) or 'no placeholder'}"
    try:
        parts = list(Formatter().parse(text))
    except ValueError as error:
        raise PolicyError(source, key, f"the braces do not match: {error}", remedy) from None
    found = frozenset(field for _, field, _, _ in parts if field is not None)
    if any(spec or conversion for _, _, spec, conversion in parts):
        raise PolicyError(source, key, "a placeholder has a format", remedy)
    if found != wanted:
        names = ", ".join(f"{{{name}}}" for name in sorted(found)) or "none"
        raise PolicyError(source, key, f"its placeholders are {names}", remedy)


def _check_tools(file: PolicyFile, source: str) -> None:
    checks = ToolChecks(source, file.locales, file.tools)
    checks.check()
    for i, kind in enumerate(file.kinds):
        if kind.tool is not None:
            led = kind.ai_may_answer and kind.reply is None and kind.hard_rule is None
            checks.check_kind(kind.name, kind.tool, f"kinds[{i}].tool", ai_may_answer=led)
