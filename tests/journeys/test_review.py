"""Review: what would cost the customer if it were wrong is checked by a person before they read it."""

import pytest
from playwright.async_api import expect

from tests.journeys.backstage import Backstage
from tests.journeys.stage import Stage
from tests.journeys.test_drafts import open_sources

QUESTION = "My transfer hasn't arrived"


async def test_a_draft_waits_for_a_person_who_edits_it(stage: Stage, backstage: Backstage) -> None:
    nora = await stage.staff("nora", "/reviews")
    tobias = await stage.customer(who="HB-1002")
    await tobias.write(QUESTION)
    await expect(tobias.notice("disclosure").last).to_contain_text(
        "A colleague is checking it before you get it"
    )
    await expect(tobias.leader).to_contain_text("AI, checked by a person")

    await nora.page.get_by_role("link").filter(has_text="Tobias Krug").click()
    review = nora.page.get_by_role("region", name="AI draft")
    await expect(review).to_contain_text("A wrong answer would cost")
    await open_sources(nora)
    await review.get_by_role("button", name="Edit").click()
    draft = review.get_by_role("textbox")
    await draft.fill(f"{await draft.input_value()} I am looking at yours right now.")
    await expect(tobias.messages("checked")).to_have_count(0)
    await review.get_by_role("button", name="Send edited").click()

    answer = tobias.messages("checked")
    await expect(answer).to_contain_text("I am looking at yours right now.")
    await expect(answer.locator(".who")).to_have_text("AI draft, checked by Nora Lind")
    await expect(nora.lines("ai_draft")).to_contain_text("AI draft sent by Nora Lind")
    events = await backstage.events((await tobias.conversation())["id"])
    told = [event for event in events if event["kind"] == "message" and event["from"] != "customer"]
    assert [event["provenance"]["made_by"] for event in told] == ["ai_draft"]


async def test_a_person_takes_the_conversation_instead_of_the_draft(stage: Stage) -> None:
    nora = await stage.staff("nora", "/reviews")
    tobias = await stage.customer()
    await tobias.write(QUESTION)
    await nora.page.locator("a.row").filter(has_text=QUESTION).first.click()
    await nora.press("Take over instead")
    await expect(tobias.leader).to_contain_text("Nora Lind (person)")
    await nora.reply("I have found your transfer: it arrives tomorrow.")
    await expect(tobias.messages("person")).to_contain_text("it arrives tomorrow")
    await expect(tobias.messages("checked")).to_have_count(0)


@pytest.mark.parametrize("tone_only", [True, False])
async def test_an_edited_draft_counts_as_wrong_unless_only_the_tone_was(
    stage: Stage, backstage: Backstage, *, tone_only: bool
) -> None:
    before = await evidence(backstage)
    nora = await stage.staff("nora", "/reviews")
    tobias = await stage.customer()
    await tobias.write(QUESTION)
    await nora.page.locator("a.row").filter(has_text=QUESTION).first.click()
    review = nora.page.get_by_role("region", name="AI draft")
    await open_sources(nora)
    await review.get_by_role("button", name="Edit").click()
    box = review.get_by_role("checkbox", name="The draft was right; I changed only the tone")
    await expect(box).to_have_count(0)
    draft = review.get_by_role("textbox")
    await draft.fill(f"Sorry for the wait! {await draft.input_value()}")
    if tone_only:
        await box.press("Space")
        await expect(box).to_be_checked()
    await review.get_by_role("button", name="Send edited").click()
    await expect(tobias.messages("checked")).to_contain_text("Sorry for the wait!")
    judged, errors = await evidence(backstage)
    assert (judged - before[0], errors - before[1]) == (1, 0 if tone_only else 1)


async def evidence(backstage: Backstage) -> tuple[int, int]:
    """Judged answers to the question's kind, and how many of them were wrong."""
    kinds = (await backstage.staff("ines", "GET", "/autonomy"))["kinds"]
    kind = next(one for one in kinds if one["title"] == "A transfer has not arrived")
    return kind["judged"], kind["errors"]
