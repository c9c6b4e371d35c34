"""Limits: what a file that nobody vouches for may cost."""

from handrail.domain.document import FileRead, Problem

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024  # of a DOCX, which is a ZIP
MOST_PARTS = 5_000  # of a DOCX
MOST_PAGES = 2_000  # of a PDF
MOST_ROWS = 100_000  # of a CSV
MOST_CHARACTERS = 5_000_000  # of text, in all
MOST_SECONDS = 40.0
MOST_MEMORY = 1024 * 1024 * 1024  # of the process that reads


class Unreadable(Exception):
    """The file cannot be taken; says where, why and what to do."""

    def __init__(self, reason: str, remedy: str, place: str = "") -> None:
        super().__init__(f"{reason} {remedy}")
        self.problem = Problem(place, reason, remedy)


def only(*problems: Problem) -> FileRead:
    """A reading that brought nothing but problems."""
    return FileRead((), problems)
