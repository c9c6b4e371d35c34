"""What happens on the desk is noted for those who asked, in the transaction in which it happens."""

from dataclasses import replace

import pytest

from handrail.actions.webhook_rows import DeliveryState
from handrail.adapters.postgres.notices import PostgresNotices
from handrail.adapters.postgres.pool import open_pool
from handrail.adapters.postgres.store import PostgresStore
from handrail.domain.conversation import EventDraft, EventKind, MadeBy, Provenance, Speaker
from handrail.domain.draft import Draft
from handrail.domain.webhook import SUBSCRIBABLE
from tests.contracts.conftest import UnderContract
from tests.contracts.examples import NOW, asked, new_id, opened, token
from tests.contracts.test_store_evidence import a_decision
from tests.contracts.test_store_webhooks import a_subscription


@pytest.fixture
async def store(database_url: str):  # noqa: ANN201
    pool = await open_pool(database_url, 4)
    yield PostgresStore(pool, PostgresNotices(database_url))
    await pool.close()


@pytest.mark.parametrize("texts", [True, False])
async def test_every_kind_is_noted_with_words_only_where_asked_for(
    store: PostgresStore, texts: bool
) -> None:
    desk = UnderContract(store, _nobody, _nothing)
    wanted = a_subscription(kinds=SUBSCRIBABLE, texts=texts)
    silent = a_subscription(disabled_at=NOW, kinds=SUBSCRIBABLE)
    picky = a_subscription(kinds=("conversation.closed",))
    async with store.transaction() as tx:
        for each in (wanted, silent, picky):
            await tx.add_subscription(each)
    conversation = await opened(desk, token())
    closed = EventDraft(
        EventKind.CLOSED, Speaker.SYSTEM, "Bye.", Provenance(MadeBy.SYSTEM), {"by": "customer"}
    )
    draft = Draft(new_id(), conversation.id, 1, "words of a draft", (), "r", NOW, NOW)
    async with store.transaction() as tx:
        await tx.add_decision(a_decision(conversation))
        await tx.add_handoff(replace(asked(conversation), note="words of a customer"))
        await tx.add_draft(draft)
        await tx.append(conversation.id, [closed])
    async with store.transaction() as tx:
        told = await tx.deliveries(DeliveryState.OPEN, wanted.id)
        assert not await tx.deliveries(DeliveryState.ALL, silent.id)
        assert len(await tx.deliveries(DeliveryState.ALL, picky.id)) == 1
    assert {each.kind for each in told} == set(SUBSCRIBABLE)
    assert all(each.payload["conversation_id"] == conversation.id for each in told)
    assert ("words of a" in str([each.payload for each in told])) is texts


async def test_what_was_rolled_back_is_not_told(store: PostgresStore) -> None:
    desk = UnderContract(store, _nobody, _nothing)
    async with store.transaction() as tx:
        await tx.add_subscription(a_subscription(kinds=SUBSCRIBABLE))
    conversation = await opened(desk, token())

    async def fail_halfway() -> None:
        async with store.transaction() as tx:
            await tx.add_decision(a_decision(conversation))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail_halfway()
    async with store.transaction() as tx:
        [told] = await tx.deliveries(DeliveryState.ALL)
    assert told.kind == "conversation.opened"


async def _nobody(_: object) -> object:
    return None


async def _nothing() -> list[tuple[str, str | None, str | None, bool]]:
    return []
