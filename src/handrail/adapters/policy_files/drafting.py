"""The section ``[drafts]`` of a policy file: its shape, what it must satisfy, and what it becomes."""

from collections.abc import Collection
from string import Formatter
from typing import Annotated, Literal

from msgspec import Meta, Struct

from handrail.domain.claim import ClaimType
from handrail.domain.drafting import (
    DRAFTING,
    GREETING_PLACEHOLDERS,
    Address,
    Drafting,
    KindDrafting,
    Suggest,
    Tone,
)
from handrail.domain.level import Level
from handrail.domain.policy import PolicyError

ANY = "any"
Opened = Literal["figure", "deadline", "contact", "promise", "condition", "any"]


LocaleTexts = dict[str, Annotated[str, Meta(min_length=1)]]


class ToneTable(Struct, forbid_unknown_fields=True):
    """The house's tone."""

    address: Literal["formal", "informal"] | None = None
    greeting: LocaleTexts = {}
    closing: LocaleTexts = {}


class KindDraftsTable(Struct, forbid_unknown_fields=True):
    """What differs for one kind."""

    must_open: list[Opened] | None = None
    verify_first: bool | None = None


class DraftsTable(Struct, forbid_unknown_fields=True):
    """What the company asks of drafts for staff."""

    suggest: Literal["on_request", "automatic"] = "on_request"
    verify_first: tuple[Level, ...] = (Level.HIGH,)
    must_open: list[Opened] = []
    tone: ToneTable | None = None
    kinds: dict[str, KindDraftsTable] = {}


def check_drafts(
    table: DraftsTable | None, kinds: Collection[str], locales: Collection[str], source: str
) -> None:
    """Raise PolicyError for a kind or locale that the policy has not, or a placeholder unknown."""
    if table is None:
        return
    for name in table.kinds:
        if name not in kinds:
            raise PolicyError(
                source,
                f"drafts.kinds.{name}",
                "no kind has this name",
                f"Use one of the policy's kinds, such as {min(kinds)}",
            )
    tone = table.tone or ToneTable()
    for part, texts in (("greeting", tone.greeting), ("closing", tone.closing)):
        for locale, text in texts.items():
            _check_text(f"drafts.tone.{part}.{locale}", locale, text, locales, source)


def drafting(table: DraftsTable | None) -> Drafting:
    """The section as the domain has it; what holds where there is none."""
    if table is None:
        return DRAFTING
    must_open, all_claims = _opened(table.must_open)
    return Drafting(
        suggest=Suggest(table.suggest),
        verify_first=frozenset(table.verify_first),
        must_open=must_open,
        all_claims=all_claims,
        tone=_tone(table.tone or ToneTable()),
        kinds={name: _kind(own) for name, own in table.kinds.items()},
    )


def _check_text(key: str, locale: str, text: str, locales: Collection[str], source: str) -> None:
    if locale not in locales:
        raise PolicyError(
            source, key, "the policy has no such locale", "Add it to locales or remove the text"
        )
    try:
        named = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError as error:
        raise PolicyError(source, key, f"{error}", "Close every brace") from None
    if strange := named - GREETING_PLACEHOLDERS:
        raise PolicyError(
            source,
            key,
            f"{{{min(strange)}}} is not known here",
            f"Use {', '.join(f'{{{name}}}' for name in sorted(GREETING_PLACEHOLDERS))} or none",
        )


def _tone(table: ToneTable) -> Tone:
    address = Address(table.address) if table.address is not None else None
    return Tone(address, table.greeting, table.closing)


def _kind(own: KindDraftsTable) -> KindDrafting:
    if own.must_open is None:
        return KindDrafting(verify_first=own.verify_first)
    must_open, all_claims = _opened(own.must_open)
    return KindDrafting(must_open, all_claims=all_claims, verify_first=own.verify_first)


def _opened(names: Collection[str]) -> tuple[frozenset[ClaimType], bool]:
    return frozenset(ClaimType(name) for name in names if name != ANY), ANY in names
