"""Job: a row of work that one process leaves for another."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class JobKind(StrEnum):
    """The work that rows carry from one process to another."""

    TAKE_TURN = "take_turn"
    ROUTE_QUEUE = "route_queue"
    LAPSE_OFFER = "lapse_offer"
    LAPSE_REVIEW = "lapse_review"
    UPDATE_WAIT = "update_wait"
    CALL_BACK = "call_back"
    FOLLOW_UP = "follow_up"
    CHECK_DRIFT = "check_drift"
    WATCH_DRIFT = "watch_drift"
    IMPORT_KNOWLEDGE = "import_knowledge"
    RUN_CALL = "run_call"
    LAPSE_CALL = "lapse_call"
    SEND_WEBHOOKS = "send_webhooks"
    CHASE_PROMISE = "chase_promise"
    WRITE_WRAP_UP = "write_wrap_up"
    PREPARE_DRAFT = "prepare_draft"
    KEEP_SOLVED = "keep_solved"
    LEARN_PRACTICE = "learn_practice"
    SEARCH_GAPS = "search_gaps"
    REMIND_OWNERS = "remind_owners"


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work; ``due`` None means now. ``about`` is the id of what it is about.

    Jobs of one conversation run one at a time, in order; those without run one at a time too.
    """

    kind: JobKind
    conversation_id: str | None = None
    about: str | None = None
    due: datetime | None = None
