"""Basis: what a kind's reading and answers depend on; evidence counts while it is the same."""

import hashlib
import json

from handrail.domain.policy import Kind, Policy


def basis(policy: Policy, kind: Kind, model_version: str) -> str:
    """Twelve hexadecimal digits of the SHA-256 over models, all examples, bars and the kind's own words.

    A promise, a text for staff or another kind's reply may change without making old judgements
    worthless; an example of any kind, a bar or a model may not, because each can move a turn from
    one kind to another, or change its answer. Articles are left out: they change daily, and a
    change for the worse shows in the judgements that follow.
    """
    depends_on: dict[str, object] = {
        "models": model_version,
        "examples": {each.name: each.examples for each in policy.kinds.values()},
        "bars": [
            policy.thresholds.kind_sure,
            policy.thresholds.kind_maybe,
            policy.thresholds.retrieval,
        ],
        "languages": policy.ai_languages,
        "kind": [kind.name, kind.ai_may_answer, dict(kind.reply or {})],
    }
    if kind.tool is not None:  # a kind without one keeps the basis it had
        depends_on["tool"] = kind.tool
    content = json.dumps(depends_on, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:12]
