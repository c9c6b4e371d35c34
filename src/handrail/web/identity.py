"""Identity: whether the company's own server vouches for who writes."""

import hashlib
import hmac

from handrail.web.parts import WebSettings
from handrail.web.problems import unprocessable
from handrail.web.shapes import NewCustomer

SIGNED = "signature"
DEMO = "demo"


def proof_of(secret: str, external_id: str) -> str:
    """What the company's server signs: HMAC-SHA256 (RFC 2104) of the customer's number, in hexadecimal."""
    return hmac.new(secret.encode(), external_id.encode(), hashlib.sha256).hexdigest()


def identified_by(settings: WebSettings, customer: NewCustomer | None) -> str | None:
    """By what a customer is known for sure; None: they only say who they are, so no tool is theirs.

    Raises Refused (422) for a proof that does not fit. The demo's customers are invented, so their
    word is enough there.
    """
    if customer is None or customer.external_id is None:
        return None
    if customer.proof is None:
        return DEMO if settings.demo else None
    if settings.identity_secret is None:
        raise unprocessable(
            "This desk checks no proofs: set HANDRAIL_IDENTITY_SECRET.", "customer.proof"
        )
    if not hmac.compare_digest(
        proof_of(settings.identity_secret, customer.external_id), customer.proof.lower()
    ):
        raise unprocessable("The proof does not fit external_id.", "customer.proof")
    return SIGNED
