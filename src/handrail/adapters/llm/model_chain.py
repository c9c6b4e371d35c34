"""ModelChain: a first model and those that stand in for it, under one bound of time."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from time import monotonic
from typing import TypeVar

from handrail.actions.model_ports import Asking, ModelFailed
from handrail.adapters.llm.one_model import OneModel, Question, Read
from handrail.adapters.llm.reasons import ANOTHER_MAY, Reason

T = TypeVar("T")
FIRST_SHARE = 0.6  # of the time, for a model that others can stand in for


class ModelChain:
    """Asks the first model, and the next where the server of one fails before it has given anything.

    What a model said is never asked for again elsewhere: a failed check, a refusal and a spent
    budget end it. ``total_s`` bounds all of it.
    """

    def __init__(self, models: Sequence[OneModel], total_s: float) -> None:
        self._models = models
        self._total_s = total_s

    @property
    def first(self) -> OneModel:
        """The model that is asked first; certificates stand on its version."""
        return self._models[0]

    async def ask(self, question: Question, read: Read[T], asking: Asking) -> AsyncGenerator[T]:
        """What ``read`` makes of the answer; ``asking`` says whose it is. Raises ModelFailed."""
        until = monotonic() + self._total_s
        may = [m for m in self._models if asking.only in (None, m.version)]
        failure = ModelFailed(Reason.RESTING)
        for place, model in enumerate(may):
            left_s = until - monotonic()
            if left_s <= 0:
                raise failure
            most_s = left_s * FIRST_SHARE if place < len(may) - 1 else left_s
            given = False
            try:
                async with aclosing(model.ask(question, read, most_s)) as items:
                    async for item in items:
                        given = True
                        asking.answered_by = model.version
                        yield item
            except ModelFailed as one:
                failure = one
                if given or one.args[0] not in ANOTHER_MAY:
                    raise
            else:
                return
        raise failure
