"""The AI asks back: buttons that say which is meant, by keyboard and on a phone; staff see the choice."""

from playwright.async_api import Locator, expect

from handrail.adapters.postgres.notices import PostgresNotices
from handrail.adapters.postgres.pool import open_pool
from handrail.adapters.postgres.store import PostgresStore
from handrail.domain.conversation import EventDraft, EventKind, MadeBy, Provenance, Speaker
from tests.journeys.axe import violations
from tests.journeys.backstage import Backstage
from tests.journeys.customer import Customer
from tests.journeys.stage import Stage

OFFERED = [
    {"slug": "pin-help", "title": "Forgotten, blocked or new PIN"},
    {"slug": "exchange-rates", "title": "Which exchange rate we use"},
]
ASKED = "Do you mean the PIN or the exchange rate? If neither, you can talk to a person."


async def asked_back(customer: Customer, backstage: Backstage) -> str:
    """The AI's question stands in the customer's conversation; gives the conversation's id."""
    await customer.ask("How do I change my PIN?")
    conversation = str((await customer.conversation())["id"])
    data = {"sources": OFFERED, "asked_back": True, "offers_person": True}
    ai = Provenance(MadeBy.AI)
    url = backstage.demo.database_url
    pool = await open_pool(url, 1)
    try:
        async with PostgresNotices(url) as sender, PostgresStore(pool, sender).transaction() as tx:
            event = EventDraft(EventKind.MESSAGE, Speaker.AI, ASKED, ai, data)
            await tx.append(conversation, [event])
    finally:
        await pool.close()
    await expect(choices(customer)).to_have_count(2)
    return conversation


def choices(customer: Customer) -> Locator:
    return customer.chat.get_by_role("list", name="Which one do you mean?").get_by_role("button")


async def test_a_choice_by_keyboard_is_the_customers_own_message_and_staff_see_it(
    stage: Stage, backstage: Backstage
) -> None:
    customer = await stage.customer(width=390, height=800)
    conversation = await asked_back(customer, backstage)
    frame = next(frame for frame in customer.page.frames if frame.url.endswith("/widget/"))
    assert await violations(frame) == []
    sizes = [await one.bounding_box() for one in await choices(customer).all()]
    assert all(size and size["height"] >= 44 and size["x"] >= 0 for size in sizes)
    assert all(size and size["x"] + size["width"] <= 390 for size in sizes)
    await expect(customer.messages("ai").last.get_by_role("button", name="Talk")).to_be_visible()

    await choices(customer).first.focus()
    await customer.page.keyboard.press("Enter")
    await expect(choices(customer)).to_have_count(0)
    await expect(customer.own().last.locator(".bubble")).to_have_text(OFFERED[0]["title"])
    await expect(customer.pen).to_be_focused()
    await expect(customer.messages("ai")).to_have_count(3)

    jonas = await stage.staff("jonas", f"/all/{conversation}")
    offered = jonas.log.get_by_role("list", name="Choices offered").get_by_role("button")
    await expect(offered.first).to_have_text(f"{OFFERED[0]['title']} · chosen by the customer")
    await expect(offered.last).to_have_text(OFFERED[1]["title"])


async def test_words_are_always_possible_and_end_the_choice(
    stage: Stage, backstage: Backstage
) -> None:
    customer = await stage.customer()
    await asked_back(customer, backstage)
    await customer.write("neither of them")
    await expect(choices(customer)).to_have_count(0)
    await expect(customer.own().last.locator(".bubble")).to_have_text("neither of them")
