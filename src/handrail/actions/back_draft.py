"""Back a draft: each sentence with what it rests on, and what must be opened before it is sent."""

from collections.abc import Sequence
from dataclasses import replace

from handrail.actions.compose_answer import Answered
from handrail.actions.desk import Desk
from handrail.domain.backing import Backing, Purpose
from handrail.domain.claim import Claim, GroundType, Material, claims_of, marked
from handrail.domain.draft import Draft
from handrail.domain.record import Case


async def back_draft(
    desk: Desk,
    draft: Draft,
    case: Case,
    answer: Answered,
    purpose: Purpose,
    house: Sequence[str] = (),
) -> Backing:
    """The backing of a draft that was made of articles. No transaction is open meanwhile.

    ``house`` are the greeting and the closing around it.
    """
    materials: list[Material] = []
    for source in answer.sources:
        article = await desk.knowledge.article(source.slug)
        if article is not None:
            material = Material(GroundType.ARTICLE, article.slug, article.title, article.text)
            materials.append(material)
    backing = backing_of(draft, case, answer.how.value, materials, house)
    return replace(backing, purpose=purpose)


def backing_of(
    draft: Draft,
    case: Case,
    how: str,
    materials: Sequence[Material],
    house: Sequence[str] = (),
) -> Backing:
    """The backing of a suggestion that was made of these materials, under the policy of its case."""
    kind, drafting = case.moment.kind.name, case.policy.drafting
    types, all_claims = drafting.must_open_of(kind)
    claims: tuple[Claim, ...] = claims_of(draft.text, materials, house)
    return Backing(
        draft_id=draft.id,
        purpose=Purpose.SUGGESTION,
        kind=kind,
        tier=case.moment.tier,
        how=how,
        locale=case.moment.signals.language,
        claims=marked(claims, types, all_of_them=all_claims),
        verify_first=drafting.verifies_first(kind, case.moment.tier),
    )
