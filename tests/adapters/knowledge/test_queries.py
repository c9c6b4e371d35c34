"""Every named query is used, and every use has its query."""

import re
from pathlib import Path

from handrail.adapters.knowledge import postgres_knowledge


def test_queries_and_their_uses_agree() -> None:
    source = Path(postgres_knowledge.__file__).read_text("utf-8")
    assert set(re.findall(r'QUERIES\["(\w+)"\]', source)) == set(postgres_knowledge.QUERIES)
