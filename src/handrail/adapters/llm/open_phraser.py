"""Open a phraser only where a language model is configured."""

from handrail.actions.ports import Phraser
from handrail.adapters.llm.language_model import LanguageModel


def open_phraser(language_model: LanguageModel) -> Phraser:
    """A phraser for the model; nothing is sent yet.

    Raises ImportError, ValueError or pydantic-ai's UserError for a model that cannot be had.
    """
    # A desk without a language model saves seconds of start and 70 MB in each process.
    from handrail.adapters.llm.phraser import PydanticAiPhraser  # noqa: PLC0415

    return PydanticAiPhraser(language_model)
