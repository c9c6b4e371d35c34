"""Files of several formats, made where they are needed."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject


def a_pdf(*pages: str, outline: dict[str, int] | None = None, password: str = "") -> bytes:
    """Each page shows its lines; ``outline`` gives headings by the page on which they begin."""
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for text in pages:
        page = writer.add_blank_page(width=595, height=842)
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        lines = " ".join(f"({line}) Tj T*" for line in text.split("\n"))
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 14 TL 50 780 Td {lines} ET".encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(stream)  # pyright: ignore[reportPrivateUsage]
    for title, page_number in (outline or {}).items():
        writer.add_outline_item(title=title, page_number=page_number)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def a_docx() -> bytes:
    document = docx.Document()
    document.add_heading("Price list", 0)
    document.add_paragraph("What things cost.")
    document.add_heading("Abroad", 1)
    document.add_paragraph("One percent.")
    document.add_heading("Cash", 2)
    table = document.add_table(2, 2)
    for row, cells in zip(table.rows, (("where", "fee"), ("euro area", "nothing")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def a_zip_bomb() -> bytes:
    """A DOCX by its ending: 300 MB of zeros in 300 KB."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed, packed.open("word/document.xml", "w") as part:
        for _ in range(300):
            part.write(bytes(1 << 20))
    return out.getvalue()
