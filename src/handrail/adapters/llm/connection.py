"""Connection: a language model as pydantic-ai asks it, bounded and without retries."""

import httpx2
from openai import AsyncOpenAI
from pydantic_ai.models import Model, infer_model
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.profiles.openai import OpenAIModelProfile
from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider
from pydantic_ai.settings import ModelSettings

from handrail.adapters.llm.bounded_transport import BoundedTransport
from handrail.adapters.llm.language_model import LanguageModel, Limits

NO_KEY = "none"  # the client insists on one; servers of one's own seldom do
MOST_BYTES = 5_000_000  # of 12,000 characters: each token comes in an envelope of some 400 bytes


def connect(language_model: LanguageModel) -> Model:
    """The model, ready to be asked; nothing is sent yet.

    Raises ImportError, ValueError or pydantic-ai's UserError for a model that cannot be had.
    """
    if language_model.base_url is None:
        if language_model.api_key is not None:
            raise ValueError(
                f"A key for {language_model.model!r} without an address is used by nobody: "
                "set the variable that its provider reads, or the address of the server."
            )
        return infer_model(language_model.model)
    client = AsyncOpenAI(
        base_url=language_model.base_url,
        api_key=language_model.api_key or NO_KEY,
        http_client=httpx2.AsyncClient(
            transport=BoundedTransport(httpx2.AsyncHTTPTransport(), MOST_BYTES),
            follow_redirects=False,
        ),
    )
    return OpenAIChatModel(
        language_model.model,
        provider=OpenAICompatibleProvider("openai-compatible", openai_client=client),
        profile=OpenAIModelProfile(openai_chat_streaming_requires_finish_reason=True),
    )


def settings(limits: Limits) -> ModelSettings:
    """What is asked of every request."""
    return ModelSettings(
        max_tokens=limits.tokens,
        temperature=0.0,
        timeout=limits.silence_s,
        request_timeout=limits.total_s,
        max_retries=0,
    )
