"""The basics of every table in a policy file: its types, and texts by locale."""

from typing import Annotated

from msgspec import Meta, Struct, structs

Text = Annotated[str, Meta(min_length=1)]
Probability = Annotated[float, Meta(ge=0.0, le=1.0)]
Count = Annotated[int, Meta(ge=1)]
SnakeCase = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$")]
Slug = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]*$")]


class Table(Struct, forbid_unknown_fields=True):
    """A TOML table that refuses keys it does not know."""


class LocaleTexts(Table):
    """The same text in each locale of the policy."""

    en: Text | None = None
    de: Text | None = None
    es: Text | None = None


def by_locale(texts: LocaleTexts) -> dict[str, str]:
    """The texts that are there, by locale."""
    return {k: text for k, text in structs.asdict(texts).items() if text is not None}
