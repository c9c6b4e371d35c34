"""LanguageModel: which model phrases, where it is, and how much it may take."""

from dataclasses import dataclass

from handrail.domain.model_budget import FREE, Prices


@dataclass(frozen=True, slots=True)
class Limits:
    """What a model may take: seconds for the whole answer and between two pieces, and its length."""

    total_s: float = 20.0
    silence_s: float = 6.0
    characters: int = 2000
    tokens: int = 500


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A model as an operator names it.

    With ``base_url``: ``model`` is served there, OpenAI-compatible. Without: ``model`` is one of
    pydantic-ai's names, such as ``mistral:mistral-small-latest``, and its package is installed.
    """

    model: str
    base_url: str | None = None
    api_key: str | None = None
    limits: Limits = Limits()
    prices: Prices = FREE
