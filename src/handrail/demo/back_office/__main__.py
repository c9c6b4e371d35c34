"""`python -m handrail.demo.back_office`: started by the demo, with its address in the environment."""

import asyncio
import os

from handrail.demo.back_office.server import serve
from handrail.log import log_discreetly
from handrail.process import PARENT_FD, watch_parent

TOKEN = "BACK_OFFICE_TOKEN"  # noqa: S105 - the variable's name
PORT = "BACK_OFFICE_PORT"

if __name__ == "__main__":
    log_discreetly()
    if PARENT_FD in os.environ:
        watch_parent(int(os.environ[PARENT_FD]))
    asyncio.run(serve(os.environ["DATABASE_URL"], int(os.environ[PORT]), os.environ[TOKEN]))
