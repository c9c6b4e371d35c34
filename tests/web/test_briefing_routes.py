"""The briefing by itself, and a playbook's steps ticked by hand, over HTTP."""

from dataclasses import replace

from handrail.domain.policy import Policy
from tests.domain.playbooks import BOOK
from tests.domain.policies import read_as
from tests.web.webs import API, Web


async def test_a_step_is_ticked_and_unticked_and_both_are_shown(web: Web) -> None:
    policy = replace(web.policy, playbooks=(BOOK,))

    def read(text: str, source: str) -> Policy:
        return policy

    web.parts.desk.policies.read = read
    staff = await web.signed_in("staff")
    customer = await web.customer()
    web.signals.readings["My card is gone"] = read_as("card")
    await web.writes(customer, "My card is gone")
    await web.turn(customer)
    answer = await web.client.get(f"{customer.path}/briefing", headers=staff)
    assert answer.status_code == 200, answer.text
    briefing = answer.json()
    assert briefing["kind"] == "card"
    assert [step["name"] for step in briefing["playbook"]["steps"]][:2] == ["block", "identify"]
    assert "step" in [action["advice"] for action in briefing["actions"]]

    path = f"{customer.path}/playbooks/fraud/steps/block"
    for done in (True, False):
        put = await web.client.put(path, json={"done": done}, headers=staff)
        step = put.json()["playbook"]["steps"][0]
        assert (step["done"], step["marked_by"]) == (done, "Ada")
    missing = await web.client.put(
        f"{customer.path}/playbooks/fraud/steps/dance", json={"done": True}, headers=staff
    )
    assert missing.status_code == 404
    steward = await web.signed_in("steward")
    assert (await web.client.get(f"{customer.path}/briefing", headers=steward)).status_code == 200
    detail = await web.client.get(f"{API}/conversations/{customer.id}", headers=staff)
    assert detail.json()["briefing"]["playbook"]["title"] == "Fraud (en)"
