"""CSV of questions and answers: one article a row."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO

import msgspec

from handrail.adapters.documents.limits import MOST_ROWS, Unreadable
from handrail.adapters.documents.markdown import FrontMatter
from handrail.domain.document import Document, FileRead, Problem, Section

QUESTION = ("question", "title", "frage", "pregunta")
ANSWER = ("answer", "text", "antwort", "respuesta")
LONGEST_FIELD = 200_000
LISTS = ("kinds", "skills")


def read_questions(text: str) -> FileRead:
    """The rows as documents, keyed by their questions; rows that say too little are problems.

    Columns "question" and "answer" are needed; those of front matter may stand beside them. Raises
    Unreadable.
    """
    csv.field_size_limit(LONGEST_FIELD)
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    try:
        for number, row in _rows(text):
            read = _document(f"row {number}", *row)
            if isinstance(read, Problem):
                problems.append(read)
            elif (before := documents.setdefault(read.key, read)) is not read:
                reason = f"It asks what {before.sections[0].place} asks."
                problems.append(Problem(f"row {number}", reason, "Keep one of them."))
    except csv.Error as error:
        raise Unreadable(f"It is no CSV: {error}.", "Save it again as CSV in UTF-8.") from None
    if not documents and not problems:
        raise Unreadable("It has no rows.", "Check what it holds, or leave it out.")
    return FileRead(tuple(documents.values()), tuple(problems))


Row = tuple[int, tuple[str, str, Mapping[str, str]]]


def _rows(text: str) -> Iterator[Row]:
    """Number, question, answer and the whole of each row; the head is row 1."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(StringIO(text), delimiter=delimiter, strict=True)
    head = [name.strip().lower() for name in next(rows, list[str]())]
    question, answer = _column(head, QUESTION), _column(head, ANSWER)
    for number, cells in enumerate(rows, 2):
        if number > MOST_ROWS + 1:
            raise Unreadable(f"It has more than {MOST_ROWS:,} rows.", "Split the file.")
        if any(cell.strip() for cell in cells):
            row = dict(zip(head, (cell.strip() for cell in cells), strict=False))
            yield number, (row.get(question, ""), row.get(answer, ""), row)


def _column(head: Sequence[str], names: Sequence[str]) -> str:
    for name in names:
        if name in head:
            return name
    raise Unreadable(
        f'There is no column "{names[0]}".',
        'Name the columns "question" and "answer" in the first row.',
        "row 1",
    )


def _document(place: str, question: str, answer: str, row: Mapping[str, str]) -> Document | Problem:
    """One row's article, or what is wrong with it."""
    key = " ".join(question.casefold().split())
    if not key or not answer:
        which = "answer" if key else "question"
        return Problem(place, f"It has no {which}.", "Write one, or delete it.")
    known = FrontMatter.__struct_fields__
    said: dict[str, object] = {
        name: value.split() if name in LISTS else value
        for name, value in row.items()
        if value and name in known and name != "title"
    }
    try:
        marks = msgspec.convert(said, FrontMatter, strict=False).marks
    except msgspec.ValidationError as error:
        return Problem(place, f"{error}.", "Correct that column.")
    return Document(question[:300], (Section((), answer, place),), key, marks)
