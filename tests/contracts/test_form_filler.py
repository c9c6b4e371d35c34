"""What every FormFiller promises: a form in its shape or a reason, and who answered."""

import json
from collections.abc import AsyncGenerator
from dataclasses import dataclass

import pytest

from handrail.actions.model_ports import Asking, Form, FormFiller, ModelFailed
from handrail.adapters.llm.language_model import LanguageModel
from handrail.adapters.llm.open_models import open_models
from tests.adapters.llm.hostile_server import PATIENT, hostile_server, says, status
from tests.fakes.form_filler import FakeFormFiller


@dataclass(frozen=True)
class Mood:
    """A form for tests."""

    word: str
    lines: list[int]


MOOD = Form("mood", "Say the mood.", {"text": ["all is well"]}, Mood, "en")
FILLED = Mood("calm", [1, 2])


@dataclass(frozen=True)
class Fillers:
    fills: FormFiller
    fails: FormFiller


@pytest.fixture(params=["fake", "pydantic-ai"])
async def fillers(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[Fillers]:
    if request.param == "fake":
        yield Fillers(FakeFormFiller({"mood": FILLED}), FakeFormFiller(fails_with="server_error"))
        return
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    said = says(json.dumps({"word": "calm", "lines": [1, 2]}))
    async with hostile_server(said) as good, hostile_server(status("500 Oh")) as bad:
        limits = PATIENT
        made = [
            open_models(
                [LanguageModel("fake-filler", server.base_url, None, limits)], limits.total_s
            )[1]
            for server in (good, bad)
        ]
        yield Fillers(*made)


async def test_a_form_comes_back_in_its_shape_and_says_who_filled_it(fillers: Fillers) -> None:
    asking = Asking()
    assert await fillers.fills.fill(MOOD, asking) == FILLED
    assert asking.answered_by == fillers.fills.version == "fake-filler"


async def test_a_failure_has_a_reason(fillers: Fillers) -> None:
    with pytest.raises(ModelFailed, match="server_error"):
        await fillers.fails.fill(MOOD, Asking())
