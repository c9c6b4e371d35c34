"""Open language models only where some are configured."""

from collections.abc import Sequence

from handrail.actions.model_ports import FormFiller, Purse
from handrail.actions.ports import Phraser
from handrail.adapters.llm.language_model import LanguageModel


def open_models(
    models: Sequence[LanguageModel], total_s: float, purse: Purse | None = None
) -> tuple[Phraser, FormFiller]:
    """What phrases and what fills forms: the first model, and those that stand in for it, in order.

    Nothing is sent yet. Raises ImportError, ValueError or pydantic-ai's UserError for a model that
    cannot be had.
    """
    # A desk without a language model saves seconds of start and 70 MB in each process.
    from handrail.adapters.llm.form_filler import PydanticAiFormFiller  # noqa: PLC0415
    from handrail.adapters.llm.model_chain import ModelChain  # noqa: PLC0415
    from handrail.adapters.llm.one_model import OneModel  # noqa: PLC0415
    from handrail.adapters.llm.phraser import PydanticAiPhraser  # noqa: PLC0415

    chain = ModelChain([OneModel(model, purse) for model in models], total_s)
    return PydanticAiPhraser(chain), PydanticAiFormFiller(chain)


def open_phraser(language_model: LanguageModel) -> Phraser:
    """A phraser for one model, without a budget."""
    phraser, _ = open_models([language_model], language_model.limits.total_s)
    return phraser
