"""Health routes: whether the process lives, and whether the desk can serve."""

from typing import Any, Literal

from litestar import Request, get

from handrail.web.access import ANYONE, declares
from handrail.web.documented import problems
from handrail.web.parts import parts_of
from handrail.web.shapes import Answer, DemoCustomerName


class Health(Answer, frozen=True):
    """All is well."""

    status: Literal["ok"]


@get("/healthz", operation_id="isAlive", tags=["operation"], opt=declares(ANYONE))
async def is_alive() -> Health:
    """The process lives; nothing else is looked at."""
    return Health("ok")


@get(
    "/readyz",
    operation_id="isReady",
    tags=["operation"],
    opt=declares(ANYONE),
    responses=problems(503),
)
async def is_ready(request: Request[Any, Any, Any]) -> Health:
    """The database answers, its migrations are this program's, and a policy is active."""
    web = parts_of(request)
    await web.board.check_ready()
    await web.desk.store.active_policy()
    return Health("ok")


@get(
    "/demo/customers",
    operation_id="listDemoCustomers",
    tags=["customer"],
    opt=declares(ANYONE),
    responses=problems(404),
)
async def list_demo_customers(request: Request[Any, Any, Any]) -> list[DemoCustomerName]:
    """The demo's invented customers, to write as; there is no such route outside the demo."""
    return [
        DemoCustomerName(c.external_id, c.name, c.segment, c.contacts)
        for c in await parts_of(request).board.demo_customers()
    ]


ROOT_ROUTES = [is_alive, is_ready]
DEMO_ROUTES = [list_demo_customers]
