"""Snippet: words that staff use again and again, with places for what differs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from handrail.domain.policy import OpeningHours, Policy

VARIABLE = re.compile(r"\{([a-z][a-z_]*(?:\.[a-z_]+)?)\}")
VARIABLES = ("customer", "staff", "company", "opening_hours", "wait")
POLICY = "policy."
_DAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "de": ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
    "es": ("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
}
_MINUTES = {"en": "{} minutes", "de": "{} Minuten", "es": "{} minutos"}


@dataclass(frozen=True, slots=True)
class Snippet:
    """One snippet. ``owner_id`` None: it is shared, and supervisors change it."""

    id: str
    name: str
    text: str
    locale: str
    changed_at: datetime
    changed_by: str
    owner_id: str | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """A snippet's text with what is known put in, and the variables that are left as they stand."""

    text: str
    missing: tuple[str, ...]


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """Put values into ``{variables}``; a value is never read for variables of its own."""
    missing: list[str] = []

    def value(match: re.Match[str]) -> str:
        known = values.get(match[1], "")
        if not known and match[1] not in missing:
            missing.append(match[1])
        return known or match[0]

    return Filled(VARIABLE.sub(value, text), tuple(missing))


def unknown_variables(text: str, policy: Policy) -> list[str]:
    """The variables of ``text`` that nothing will ever fill, in order."""
    known = {*VARIABLES, *policy_texts(policy, policy.locales[0])}
    return [name for name in VARIABLE.findall(text) if name not in known]


def policy_texts(policy: Policy, locale: str) -> dict[str, str]:
    """The policy's own sentences that need nothing put in, as ``policy.<key>``."""
    texts = policy.disclosure[policy.locale(locale)]
    return {f"{POLICY}{key}": text for key, text in texts.items() if "{" not in text}


def opening_hours(hours: OpeningHours, locale: str) -> str:
    """The hours in words, days of the same hours joined: "Mon-Fri 08:00-20:00, Sat 10:00-14:00"."""
    names = _DAYS.get(locale, _DAYS["en"])
    runs: list[tuple[int, int, str]] = []
    for day, spans in enumerate(hours.days):
        said = ", ".join(f"{_clock(opens)}-{_clock(closes, '24:00')}" for opens, closes in spans)
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == said:
            runs[-1] = (runs[-1][0], day, said)
        else:
            runs.append((day, day, said))
    return "; ".join(
        f"{names[first]}{'-' + names[last] if last > first else ''} {said}"
        for first, last, said in runs
        if said
    )


def _clock(at: time, midnight: str = "00:00") -> str:
    return midnight if at == time.min else f"{at:%H:%M}"


def wait_words(minutes: tuple[int, int] | None, locale: str) -> str:
    """A wait such as "5-10 minutes"; nothing while none is known."""
    if minutes is None:
        return ""
    low, high = minutes
    return _MINUTES.get(locale, _MINUTES["en"]).format(high if low == high else f"{low}-{high}")
