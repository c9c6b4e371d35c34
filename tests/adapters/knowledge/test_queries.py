"""Every named query is used, and every use has its query."""

import re
from pathlib import Path

from handrail.adapters.knowledge import queries


def test_queries_and_their_uses_agree() -> None:
    folder = Path(queries.__file__).parent
    source = "\n".join(file.read_text("utf-8") for file in folder.glob("*.py"))
    assert set(re.findall(r'QUERIES\["(\w+)"\]', source)) == set(queries.QUERIES)
