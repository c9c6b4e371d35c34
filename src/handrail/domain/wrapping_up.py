"""Wrapping up: a conversation's reason, outcome, feeling and fields, without a language model."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from handrail.domain.conversation import Event, EventKind, Speaker
from handrail.domain.customer import Customer
from handrail.domain.policy import Policy
from handrail.domain.promise import Promise
from handrail.domain.record import Decision
from handrail.domain.wrap_up import Found, Outcome
from handrail.domain.wrap_up_rules import FieldFrom, FieldRule

QUOTE = 120

_SOLVED = re.compile(
    r"""\b(?:(?:it|that|this|everything)(?:['\u2019]s|\sis|\shas\sbeen)?\s(?:works?|worked|working
    |solved|sorted|fixed|settled|helps?|helped|did\sit|all\sgood)
    |works\s(?:now|again)|problem\s(?:is\s)?solved|solved\smy|all\s(?:good|sorted|set)\b
    |that['\u2019]s\s(?:all|what\si\sneeded|perfect)|got\sit\sworking|found\sit
    |(?:das|es|jetzt)\s(?:funktioniert|klappt|geht\swieder|hat\s(?:geklappt|geholfen|funktioniert)
    |hilft\smir|ist\s(?:erledigt|geklärt|gelöst))|hat\ssich\s(?:erledigt|geklärt)|alles\s(?:klar
    |geklärt|erledigt|bestens)
    |(?:ya\s)?(?:funciona|está\s(?:resuelto|solucionado|arreglado))|(?:problema\s)?(?:resuelto
    |solucionado)|me\s(?:ha\s)?(?:sirve|servido|ayudado)|ya\sestá\b|todo\sclaro)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_NOT_SOLVED = re.compile(
    r"""\b(?:still\s(?:not|n['\u2019]t|doesn|can['\u2019]?t|cannot|waiting|the\ssame|no)|(?:does
    |did)(?:\snot|n['\u2019]t)\s(?:work|help|solve)|isn['\u2019]t\s(?:working|solved)|not\s(?:solved
    |working|helpful|resolved)|no\shelp|that\sis\snot\swhat|doesn['\u2019]t\sanswer
    |(?:funktioniert|klappt|geht|hilft|stimmt)\s(?:\w+\s){0,3}nicht|immer\snoch\s(?:nicht|kein\w*)
    |nicht\s(?:gelöst|geholfen|geklärt)|hilft\s(?:mir\s)?(?:gar\s)?nicht
    |(?:todavía|aún|sigue)\s(?:no|sin)|no\s(?:funciona|me\s(?:sirve|ayuda|ha\sservido)
    |está\sresuelto))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_PASSED_ON = re.compile(
    r"""\b(?:(?:passed|forwarded|escalated|handed|sent)\s(?:(?:this|it|you|your\s\w+)\s)?(?:on\s
    |over\s)?to\s(?:our|the|my|a)
    |(?:pass|forward|escalate)\s(?:this|it|your\s\w+)\s(?:on\s)?to\s(?:our|the|my|a)
    |(?:an\s(?:die|den|das|unser\w*|mein\w*)\s[\w-]+\s(?:\w+\s)?weiter(?:geleitet|gegeben))
    |weitergeleitet|leite\s\w+\s(?:an|zur|zum)
    |(?:he|hemos)\s(?:pasado|trasladado|enviado|derivado)\s(?:\w+\s){1,4}a(?:l)?\s|(?:paso|traslado
    |derivo)\s(?:\w+\s){1,3}al?\s)""",
    re.IGNORECASE | re.VERBOSE,
)
_AMOUNT = re.compile(
    r"(?:(?P<before>€|\$|£|eur|usd|gbp|chf)\s?(?P<a>\d{1,3}(?:[.,' ]?\d{3})*(?:[.,]\d{2})?)(?!\d))"
    r"|(?:(?<![\w.])(?P<b>\d{1,3}(?:[.,' ]?\d{3})*(?:[.,]\d{2})?)\s?(?P<after>€|\$|£|eur(?:os?)?|usd"
    r"|gbp|chf|dollars?|pounds?|franken)(?!\w))",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"(?<![\w@./-])(?=[A-Z0-9-]*\d{3})[A-Z]{0,4}-?\d[A-Z0-9-]{3,17}(?![\w@])")
_CURRENCY = {"€": "EUR", "$": "USD", "£": "GBP", "euro": "EUR", "euros": "EUR"}


@dataclass(frozen=True, slots=True)
class Heard:
    """Everything that a wrap-up is read from. ``sentiment``: of customers' messages, by seq, -1 to 1.

    ``resolved``: what the customer said when asked whether the AI's answer settled it, and the seq.
    """

    events: Sequence[Event]
    decisions: Sequence[Decision]
    policy: Policy
    customer: Customer
    sentiment: Mapping[int, float]
    promises: Sequence[Promise] = ()
    resolved: tuple[bool, int] | None = None


def reasons(heard: Heard) -> tuple[Found, ...]:
    """The kinds that were met, the weightiest first, each with the turn in which it was first read."""
    first: dict[str, Found] = {}
    for decision in heard.decisions:
        kind = heard.policy.kind(decision.kind)
        if kind.reply is None and kind != heard.policy.unknown:
            why = kind.title.get("en", kind.name)
            first.setdefault(kind.name, Found(kind.name, why, decision.turn_seq))
    by_risk = sorted(first.values(), key=lambda one: -heard.policy.kind(one.value).risk.rank)
    return tuple(by_risk)


def outcome(heard: Heard) -> Found:
    """How it came out, from what was said: the last word that tells counts. Unknown if none does."""
    for event in reversed(heard.events):
        said = _tells(event)
        if said is not None:
            return said
        if heard.resolved is not None and event.seq <= heard.resolved[1]:
            break
    if heard.resolved is not None:
        settled, seq = heard.resolved
        word = "settled it" if settled else "did not settle it"
        value = Outcome.SOLVED if settled else Outcome.NOT_SOLVED
        return Found(value.value, f"The customer said that the answer {word}.", seq)
    standing = [promise for promise in heard.promises if promise.stands]
    if standing:
        return Found(
            Outcome.UNKNOWN.value, "Nobody said, and a promise is still open.", standing[-1].seq
        )
    return Found(Outcome.UNKNOWN.value, "Nobody said whether it is settled.")


def _tells(event: Event) -> Found | None:
    text = event.text or ""
    if event.kind is not EventKind.MESSAGE or text.rstrip().endswith("?"):
        return None
    if event.speaker is Speaker.CUSTOMER:
        said = ((_NOT_SOLVED, Outcome.NOT_SOLVED), (_SOLVED, Outcome.SOLVED))
        for pattern, value in said:
            if pattern.search(text):
                return Found(value.value, f"The customer wrote: “{_short(text)}”", event.seq)
    if event.speaker is Speaker.STAFF and _PASSED_ON.search(text):
        return Found(Outcome.PASSED_ON.value, f"Staff wrote: “{_short(text)}”", event.seq)
    return None


def feeling(heard: Heard) -> Mapping[str, Found]:
    """The customer's sentiment (-1 to 1) in the first message, the last, and the lowest; {} unread."""
    felt = sorted(heard.sentiment.items())
    if not felt:
        return {}
    lowest = min(felt, key=lambda one: one[1])
    named = {"start": felt[0], "end": felt[-1], "lowest": lowest}
    return {name: Found(f"{value:.2f}", "", seq) for name, (seq, value) in named.items()}


def fields(heard: Heard) -> Mapping[str, Found]:
    """A value for each field that the policy wants; an empty one where nothing tells."""
    return {rule.name: _field(rule, heard) for rule in heard.policy.wrap_up.fields}


def _field(rule: FieldRule, heard: Heard) -> Found:
    match rule.source:
        case FieldFrom.KIND:
            met = reasons(heard)
            return met[0] if met else Found("")
        case FieldFrom.EMOTION:
            return _emotion(heard)
        case FieldFrom.FIGURE:
            return _figure(rule.of, heard)
        case FieldFrom.CUSTOMER:
            return Found(str(getattr(heard.customer, rule.of) or ""), f"customer: {rule.of}")
        case FieldFrom.STAFF:
            return Found("")


def _emotion(heard: Heard) -> Found:
    strongest, most = Found(""), 0.0
    for decision in heard.decisions:
        read = cast(Mapping[str, float], decision.scores.get("emotions", {}))
        for name, strength in read.items():
            if name != "neutral" and strength > most:
                most = strength
                strongest = Found(name, f"{most:.0%} sure", decision.turn_seq)
    return strongest


def _figure(which: str, heard: Heard) -> Found:
    """The last amount or reference that the customer wrote."""
    pattern = _AMOUNT if which == "amount" else _REFERENCE
    for event in reversed(heard.events):
        if event.kind is not EventKind.MESSAGE or event.speaker is not Speaker.CUSTOMER:
            continue
        matches = list(pattern.finditer(event.text or ""))
        if matches:
            value = _money(matches[-1]) if which == "amount" else matches[-1][0]
            return Found(value, f"“{_short(event.text or '')}”", event.seq)
    return Found("")


def _money(match: "re.Match[str]") -> str:
    digits = re.sub(r"[' ]", "", match["a"] or match["b"])
    whole, cents = (digits[:-3], digits[-2:]) if re.search(r"[.,]\d{2}$", digits) else (digits, "")
    number = re.sub(r"[.,]", "", whole) + (f".{cents}" if cents else "")
    sign = (match["before"] or match["after"]).lower()
    return f"{number} {_CURRENCY.get(sign, sign.upper())}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= QUOTE else flat[: QUOTE - 1].rstrip() + "…"
