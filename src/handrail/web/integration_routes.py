"""Integration routes: webhooks, and the servers whose tools are used."""

from http import HTTPStatus
from typing import Annotated, Any, TypeVar

from litestar import Request, get, post
from litestar import delete as delete_route
from litestar.params import FromPath, JSONBody, QueryParameter

from handrail.actions import keep_webhooks
from handrail.actions.check_tools import Offers, fit_of
from handrail.actions.keep_webhooks import NotSubscribable, SubscriptionWish, subscribe
from handrail.actions.look_at_tools import OfferedTool, ServerHealth, look_at_tools
from handrail.actions.pin_tool import accept_tool as accept
from handrail.actions.ports import NotReady
from handrail.actions.tool_pins import ToolPin
from handrail.actions.tool_port import ToolFailed, ToolLied
from handrail.actions.webhook_rows import DeliveryState, SubscriptionView
from handrail.domain.webhook import Delivery, Subscription
from handrail.web.access import ADMIN, declares
from handrail.web.documented import problems
from handrail.web.integration_shapes import (
    AcceptTool,
    NewWebhook,
    OfferedToolShape,
    ToolServerShape,
    ToolServersShape,
    WebhookDeliveries,
    WebhookDelivery,
    Webhooks,
    WebhookSecret,
    WebhookShape,
)
from handrail.web.parts import parts_of
from handrail.web.problems import Refused, not_found, unprocessable
from handrail.web.requests import read_id, staff_of

Call = Request[Any, Any, Any]
T = TypeVar("T")
Which = Annotated[
    str,
    QueryParameter(
        name="state",
        description="`open`: those that wait; `dead`: those that were given up.",
        schema_extra={"enum": [state.value for state in DeliveryState]},
    ),
]
Of = Annotated[str | None, QueryParameter(name="webhook_id", description="Of one webhook alone.")]


@get(
    "/webhooks",
    operation_id="listWebhooks",
    tags=["integrations"],
    opt=declares(ADMIN),
    responses=problems(401, 403),
)
async def list_webhooks(request: Call) -> Webhooks:
    """All webhooks, without their secrets."""
    async with parts_of(request).desk.store.transaction() as tx:
        return Webhooks([webhook_shape(view) for view in await tx.subscriptions()])


@post(
    "/webhooks",
    operation_id="addWebhook",
    tags=["integrations"],
    opt=declares(ADMIN),
    responses=problems(401, 403, 422, 503),
)
async def add_webhook(request: Call, data: JSONBody[NewWebhook]) -> WebhookSecret:
    """Tell another system what happens from now on; the secret is shown once."""
    desk = parts_of(request).desk
    if desk.webhooks is None:
        raise NotReady("This server cannot send webhooks; it is not set up to.")
    wish = SubscriptionWish(data.url, data.kinds, data.texts, staff_of(request).name)
    try:
        return secret_shape(await subscribe(desk, desk.webhooks, wish))
    except NotSubscribable as error:
        raise unprocessable(str(error), error.field) from error


@post(
    "/webhooks/{webhook_id:str}/secret",
    operation_id="rotateWebhookSecret",
    tags=["integrations"],
    opt=declares(ADMIN),
    responses=problems(401, 403, 404),
)
async def rotate_secret(request: Call, webhook_id: FromPath[str]) -> WebhookSecret:
    """Make a new secret, shown once; for a day the one before signs too."""
    desk = parts_of(request).desk
    return secret_shape(_there(await keep_webhooks.rotate_secret(desk, read_id(webhook_id))))


@post(
    "/webhooks/{webhook_id:str}/activation",
    operation_id="enableWebhook",
    tags=["integrations"],
    opt=declares(ADMIN),
    status_code=HTTPStatus.NO_CONTENT,
    responses=problems(401, 403, 404),
)
async def enable_webhook(request: Call, webhook_id: FromPath[str]) -> None:
    """Go on with a webhook that ended because its receiver answered 410 Gone."""
    _there(await keep_webhooks.enable(parts_of(request).desk, read_id(webhook_id)))


@post(
    "/webhooks/{webhook_id:str}/test",
    operation_id="testWebhook",
    tags=["integrations"],
    opt=declares(ADMIN),
    responses=problems(401, 403, 404),
)
async def test_webhook(request: Call, webhook_id: FromPath[str]) -> WebhookDelivery:
    """Send a test to this webhook alone."""
    desk, by = parts_of(request).desk, staff_of(request).name
    return delivery_shape(_there(await keep_webhooks.send_test(desk, read_id(webhook_id), by)))


@delete_route(
    "/webhooks/{webhook_id:str}",
    operation_id="removeWebhook",
    tags=["integrations"],
    opt=declares(ADMIN),
    responses=problems(401, 403, 404),
)
async def remove_webhook(request: Call, webhook_id: FromPath[str]) -> None:
    """Forget a webhook, and what it has been told."""
    if not await keep_webhooks.unsubscribe(parts_of(request).desk, read_id(webhook_id)):
        raise not_found()


@get(
    "/webhook-deliveries",
    operation_id="listWebhookDeliveries",
    tags=["integrations"],
    opt=declares(ADMIN),
    responses=problems(401, 403, 404),
)
async def list_deliveries(
    request: Call, which: Which = "all", webhook_id: Of = None
) -> WebhookDeliveries:
    """The latest hundred deliveries, latest first."""
    if which not in list(DeliveryState):
        raise Refused(
            HTTPStatus.BAD_REQUEST, f"state is one of {', '.join(DeliveryState)}.", "state"
        )
    of = read_id(webhook_id) if webhook_id is not None else None
    async with parts_of(request).desk.store.transaction() as tx:
        return WebhookDeliveries(
            [delivery_shape(each) for each in await tx.deliveries(DeliveryState(which), of)]
        )


@post(
    "/webhook-deliveries/{delivery_id:str}/replay",
    operation_id="replayWebhookDelivery",
    tags=["integrations"],
    opt=declares(ADMIN),
    responses=problems(401, 403, 404),
)
async def replay_delivery(request: Call, delivery_id: FromPath[str]) -> WebhookDelivery:
    """Try a delivery anew, under the same id."""
    desk = parts_of(request).desk
    return delivery_shape(_there(await keep_webhooks.replay(desk, read_id(delivery_id))))


@get(
    "/tool-servers",
    operation_id="listToolServers",
    tags=["integrations"],
    opt=declares(ADMIN),
    responses=problems(401, 403),
)
async def list_tool_servers(request: Call) -> ToolServersShape:
    """The servers whose tools are used, asked now, and what in the policy does not fit them."""
    web = parts_of(request)
    looked = await look_at_tools(web.desk, web.desk.tools)
    offers: Offers = {
        health.name: health.problem or {each.tool.name: each.tool for each in health.tools}
        for health in looked
    }
    policy = await web.desk.policies.active()
    wrong: dict[str, list[str]] = {health.name: [] for health in looked}
    for spec in policy.tools.values():
        if spec.server in wrong and not isinstance(offers[spec.server], str):
            wrong[spec.server] += [
                f"{spec.name}.{each.key}: {each.reason}. {each.remedy}."
                for each in fit_of(policy, spec, offers)
            ]
    return ToolServersShape([server_shape(each, wrong[each.name]) for each in looked])


@post(
    "/tool-acceptances",
    operation_id="acceptTool",
    tags=["integrations"],
    opt=declares(ADMIN),
    status_code=HTTPStatus.NO_CONTENT,
    responses=problems(401, 403, 404, 409, 422, 503),
)
async def accept_tool(request: Call, data: JSONBody[AcceptTool]) -> None:
    """Accept a tool as it describes itself now, so that it is called again."""
    web, by = parts_of(request), staff_of(request).name
    server = web.desk.tools.get(data.server)
    if server is None:
        raise not_found("No such server is configured.")
    pin = ToolPin(data.server, data.tool, data.fingerprint, web.desk.now(), by)
    try:
        await accept(web.desk, data.server, server, pin)
    except ToolLied as error:
        raise Refused(HTTPStatus.CONFLICT, error.reason) from error
    except ToolFailed as error:
        raise NotReady(str(error)) from error


def webhook_shape(view: SubscriptionView) -> WebhookShape:
    """A webhook, as sent."""
    kept = view.subscription
    return WebhookShape(
        id=kept.id,
        url=kept.url,
        kinds=kept.kinds,
        texts=kept.texts,
        created_at=kept.created_at,
        created_by=kept.created_by,
        open=view.open,
        dead=view.dead,
        disabled_because=kept.disabled_because,
        disabled_at=kept.disabled_at,
        previous_until=kept.previous_until,
    )


def secret_shape(kept: Subscription) -> WebhookSecret:
    """A secret that was just made, as sent."""
    return WebhookSecret(kept.id, kept.secret, kept.previous_until)


def delivery_shape(delivery: Delivery) -> WebhookDelivery:
    """A delivery, as sent."""
    ended = "delivered" if delivery.delivered_at is not None else "dead"
    return WebhookDelivery(
        id=delivery.id,
        webhook_id=delivery.subscription_id,
        kind=delivery.kind,
        state="open" if delivery.next_at is not None else ended,
        created_at=delivery.created_at,
        attempts=delivery.attempts,
        error=delivery.error,
        conversation_id=delivery.conversation_id,
        next_at=delivery.next_at,
        delivered_at=delivery.delivered_at,
        dead_at=delivery.dead_at,
        status=delivery.status,
    )


def server_shape(health: ServerHealth, misfits: list[str]) -> ToolServerShape:
    """A server, as sent."""
    tools = [tool_shape(each) for each in health.tools]
    return ToolServerShape(health.name, not health.problem, health.problem, tools, misfits)


def tool_shape(offered: OfferedTool) -> OfferedToolShape:
    """A tool, as sent."""
    pin = offered.pin
    return OfferedToolShape(
        name=offered.tool.name,
        description=offered.tool.description,
        fingerprint=offered.fingerprint,
        state="new" if pin is None else "changed" if offered.changed else "accepted",
        pinned_by=pin.pinned_by if pin is not None else "",
        pinned_at=pin.pinned_at if pin is not None else None,
    )


def _there(found: T | None) -> T:
    if found is None:
        raise not_found()
    return found


ROUTES = [
    list_webhooks,
    add_webhook,
    rotate_secret,
    enable_webhook,
    test_webhook,
    remove_webhook,
    list_deliveries,
    replay_delivery,
    list_tool_servers,
    accept_tool,
]
