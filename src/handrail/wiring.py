"""Wiring: the only file that joins ports to adapters."""

import asyncio
import uuid
from collections.abc import AsyncGenerator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from handrail.actions.answer_checker import AnswerChecker
from handrail.actions.brief import get_ready
from handrail.actions.check_by_model import ModelAnswerChecker
from handrail.actions.check_tools import check_tools
from handrail.actions.desk import Desk
from handrail.actions.fill_discreetly import DiscreetFormFiller
from handrail.actions.gap_rows import GapTools
from handrail.actions.keep_budget import StorePurse
from handrail.actions.model_ports import FormFiller
from handrail.actions.phrase_discreetly import DiscreetPhraser
from handrail.actions.pin_tool import StorePins
from handrail.actions.policy_shelf import PolicyShelf
from handrail.actions.ports import (
    JobKind,
    NotReady,
    PersonalData,
    Phraser,
    PolicyReader,
    SignalReader,
    Store,
)
from handrail.actions.translate_by_model import ModelTranslator
from handrail.actions.translate_discreetly import DiscreetTranslator
from handrail.actions.translate_in_order import TranslatorsInOrder
from handrail.actions.translator import Translator
from handrail.adapters.documents.reader import BoundedDocumentReader
from handrail.adapters.knowledge.postgres_knowledge import PostgresKnowledge
from handrail.adapters.llm.language_model import LanguageModel, Limits
from handrail.adapters.llm.open_models import open_models
from handrail.adapters.pages.fetcher import BoundedPageFetcher
from handrail.adapters.personal_data.local_personal_data import LocalPersonalData
from handrail.adapters.policy_files.load import load_policy
from handrail.adapters.postgres.accounts import PostgresAccounts
from handrail.adapters.postgres.board import PostgresBoard
from handrail.adapters.postgres.jobs import JobEngine
from handrail.adapters.postgres.migrate import migrate
from handrail.adapters.postgres.notices import PostgresNotices
from handrail.adapters.postgres.pool import open_pool
from handrail.adapters.postgres.store import PostgresStore
from handrail.adapters.postgres.watch import Watchtower
from handrail.adapters.signals.grouping import group_alike
from handrail.adapters.signals.reader import BundledSignalReader
from handrail.adapters.tools.open_servers import open_tool_servers
from handrail.adapters.translation.apertium import open_apertium
from handrail.adapters.webhooks.http_sender import HttpWebhookSender
from handrail.domain.model_budget import NO_LIMIT
from handrail.domain.policy import Policy, PolicyError
from handrail.settings import ModelSettings, Settings
from handrail.tool_settings import ToolServerSettings
from handrail.translation_settings import APERTIUM, TranslationSettings
from handrail.web.app import WebParts, WebSettings, create_app
from handrail.web.server import Server
from handrail.worker import begin_what_recurs, imports_at, when_exhausted, work_at

WEB_CONNECTIONS = 16
LONGEST_PAUSE_S = 6.0


@dataclass(frozen=True, slots=True)
class Parts:
    """A desk, and what stands beside it, over one pool of connections."""

    desk: Desk
    accounts: PostgresAccounts
    board: PostgresBoard


@asynccontextmanager
async def open_parts(
    settings: Settings, connections: int = WEB_CONNECTIONS
) -> AsyncGenerator[Parts]:
    """Everything joined; closed again at the end."""
    async with AsyncExitStack() as stack:
        pool = await open_pool(settings.database_url, connections)
        stack.push_async_callback(pool.close)
        notices = await stack.enter_async_context(PostgresNotices(settings.database_url))
        store = PostgresStore(pool, notices)
        documents = BoundedDocumentReader()
        stack.push_async_callback(documents.close)
        signals, personal_data = BundledSignalReader(), LocalPersonalData()
        phraser, filler = _models(settings.model, store, personal_data)
        desk = Desk(
            store=store,
            tools=open_tool_servers(settings.tool_servers, StorePins(store, now), stack),
            signals=signals,
            knowledge=PostgresKnowledge(pool),
            notices=notices,
            policies=PolicyShelf(store, load_policy, signals),
            documents=documents,
            pages=BoundedPageFetcher(settings.fetch_networks),
            gap_tools=GapTools(group_alike, personal_data),
            webhooks=HttpWebhookSender(settings.webhook_hosts),
            phraser=phraser,
            now=now,
            new_id=new_id,
            filler=filler,
            translator=await _translator(settings.translation, filler, personal_data),
            checker=_checker(settings.model, filler),
            budget=settings.model.budget if settings.model else NO_LIMIT,
            currency=settings.model.currency if settings.model else "EUR",
            personal_data=personal_data,
        )
        yield Parts(desk, PostgresAccounts(pool), PostgresBoard(pool))


def policy_tools() -> tuple[PolicyReader, SignalReader]:
    """What reads a policy file, and what learns its kinds of moment; without a desk."""
    return load_policy, BundledSignalReader()


async def check_tools_of(
    policy: Policy, source: str, settings: Iterable[ToolServerSettings]
) -> list[PolicyError]:
    """What in a policy does not fit the servers that are configured; without a desk."""
    async with AsyncExitStack() as stack:
        servers = open_tool_servers(settings, NothingPinned(), stack)
        return await check_tools(policy, source, servers)


class NothingPinned:
    """For looking at servers only: no tool is called."""

    async def kept(self, server: str, tool: str, fingerprint: str) -> str:
        """Whatever it is now."""
        del server, tool
        return fingerprint


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """An id that nobody has."""
    return str(uuid.uuid4())


def _models(
    model: ModelSettings | None, store: Store, personal_data: PersonalData
) -> tuple[Phraser | None, FormFiller | None]:
    """What asks language models: within the budget, and with placeholders for personal data."""
    if model is None:
        return None, None
    limits = Limits(total_s=model.deadline_s, silence_s=min(model.deadline_s, LONGEST_PAUSE_S))
    named = [one for one in (model, model.fallback) if one is not None]
    models = [LanguageModel(m.model, m.base_url, m.api_key, limits, m.prices) for m in named]
    purse = StorePurse(store, model.budget, now, new_id)
    phraser, filler = open_models(models, model.deadline_s, purse)
    return DiscreetPhraser(phraser, personal_data), DiscreetFormFiller(filler, personal_data)


async def _translator(
    settings: TranslationSettings, filler: FormFiller | None, personal_data: PersonalData
) -> Translator | None:
    """What translates, in the order of the settings; None where nothing is installed."""
    found: list[Translator] = []
    for name in settings.order:
        if name == APERTIUM and settings.apertium is not None:
            engine = await open_apertium(settings.apertium)
            found.append(DiscreetTranslator(engine, personal_data))
        elif name != APERTIUM and filler is not None:
            found.append(ModelTranslator(filler))
    return TranslatorsInOrder(found) if found else None


def _checker(model: ModelSettings | None, filler: FormFiller | None) -> AnswerChecker | None:
    """What reads answers once more, where the operator wants it; by the same discreet model."""
    if model is None or filler is None or not model.checks:
        return None
    return ModelAnswerChecker(filler, model.deadline_s)


async def serve(settings: Settings, host: str, port: int) -> None:
    """Serve HTTP until told to stop."""
    async with open_parts(settings) as parts, Watchtower(settings.database_url) as watchtower:
        app = create_app(
            WebParts(
                desk=parts.desk,
                board=parts.board,
                accounts=parts.accounts,
                watchtower=watchtower,
                settings=WebSettings(
                    public_origin=settings.public_origin,
                    widget_origins=settings.widget_origins,
                    secure_cookies=settings.secure_cookies,
                    demo=settings.demo,
                    identity_secret=settings.identity_secret,
                    mcp=settings.mcp,
                ),
            )
        )
        ready = asyncio.create_task(get_ready(parts.desk))
        try:
            await Server(app, host, port).serve()
        finally:
            await asyncio.wait({ready})


async def work(settings: Settings) -> None:
    """Do jobs until told to stop."""
    async with open_parts(settings, settings.concurrency + 4) as parts:
        # Learnt before the first job, so that no customer waits for it.
        await _when_there_is_a_policy(parts.desk)
        await begin_what_recurs(parts.desk)
        engine = JobEngine(
            settings.database_url,
            work_at(parts.desk),
            when_exhausted(parts.desk),
            settings.concurrency,
        )
        await engine.run()


async def import_here(settings: Settings, desk: Desk) -> None:
    """Take part in importing knowledge, beside the workers, until cancelled."""
    work = imports_at(desk)
    await JobEngine(settings.database_url, {JobKind.IMPORT_KNOWLEDGE: work}, work, 1).run()


async def _when_there_is_a_policy(desk: Desk) -> None:
    while True:
        try:
            policy = await desk.policies.active()
        except NotReady:
            await asyncio.sleep(1)
        else:
            await desk.policies.head(policy)
            return


async def migrate_database(settings: Settings) -> list[str]:
    """Bring the database to this version's tables; gives the names of what was applied."""
    return await migrate(settings.database_url)
