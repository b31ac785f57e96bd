"""Blocks as a Word document: headings, tables, pictures, Chinese fonts, page numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from bot.report.blocks import Block, Heading, Note, Paragraph, Picture, Point, Table

_TEXT, _HEAD, _LATIN = "宋体", "黑体", "Times New Roman"
_WIDTH = 16.0  # cm between the margins of A4
_SHADE = "DCE6F1"
#: A cell is as wide as its words, within this many letters.
_NARROW, _WIDE = 5, 24


def write_word(
    path: Path,
    blocks: Sequence[Block],
    picture: Callable[[str], bytes],
    *,
    company: str,
    now: datetime,
) -> None:
    """`picture` gives a chart's PNG by its name. `now` is when it was made."""
    document = Document()
    _styles(document)
    _page(document)
    title = next(block.text for block in blocks if isinstance(block, Heading))
    properties = document.core_properties
    properties.title, properties.author = title, company
    properties.created = properties.modified = now
    properties.comments = ""
    for block in blocks:
        _add(document, block, picture)
    with path.open("wb") as file:
        document.save(file)


def _add(document: Any, block: Block, picture: Callable[[str], bytes]) -> None:
    match block:
        case Heading():
            style = "Title" if block.level == 1 else f"Heading {block.level - 1}"
            document.add_paragraph(block.text, style=style)
        case Paragraph():
            document.add_paragraph(block.text)
        case Point():
            document.add_paragraph(block.text, style="List Bullet")
        case Note():
            document.add_paragraph(block.text, style="Caption")
        case Picture():
            shown = document.add_paragraph()
            shown.add_run().add_picture(BytesIO(picture(block.name)), width=Cm(_WIDTH))
        case Table():
            if not block.for_no_picture:
                _table(document, block)


def _table(document: Any, block: Table) -> None:
    columns = len(block.rows[0])
    table = document.add_table(rows=0, cols=columns)
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    widths = _widths(block)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)  # some readers look here, others at the cells
    for number, cells in enumerate(block.rows):
        row = table.add_row()
        _row_property(row, "w:cantSplit")
        if number == 0:
            _row_property(row, "w:tblHeader")
        for cell, text, width in zip(row.cells, cells, widths, strict=True):
            cell.width = Cm(width)
            paragraph = cell.paragraphs[0]
            paragraph.style = "Table Text"
            run = paragraph.add_run(text)
            if number == 0:
                run.bold = True
                _shade(cell)
    document.add_paragraph(style="Table Text")  # two tables in a row would be one


def _widths(block: Table) -> list[float]:
    """Shares of the page by how long the words of each column are."""
    longest = [
        min(_WIDE, max(_NARROW, *(_letters(row[n]) for row in block.rows)))
        for n in range(len(block.rows[0]))
    ]
    return [_WIDTH * each / sum(longest) for each in longest]


def _letters(text: str) -> float:
    """Latin letters and digits are half as wide; the cell's own margins are two more."""
    return sum(0.55 if letter.isascii() else 1 for letter in text) + 2


def _row_property(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", _SHADE)):
        shade.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _styles(document: Any) -> None:
    styles = document.styles
    styles.add_style("Table Text", 1).base_style = styles["Normal"]
    for name, font, size, after in (
        ("Normal", _TEXT, 11, 6),
        ("Table Text", _TEXT, 9, 2),
        ("List Bullet", _TEXT, 11, 4),
        ("Caption", _TEXT, 9, 8),
        ("Title", _HEAD, 20, 8),
        ("Heading 1", _HEAD, 14, 6),
        ("Header", _TEXT, 9, 0),
        ("Footer", _TEXT, 9, 0),
    ):
        style = styles[name]
        style.font.name, style.font.size = _LATIN, Pt(size)
        style.font.color.rgb = RGBColor(0x26, 0x2A, 0x2F)
        style.font.bold = name in ("Title", "Heading 1")
        style.font.italic = False
        style.paragraph_format.space_after = Pt(after)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), font)
    styles["Table Text"].paragraph_format.space_before = Pt(2)
    styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    styles["Heading 1"].paragraph_format.space_before = Pt(14)
    for border in styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
        break
    language = styles.element.find(f".//{qn('w:lang')}")
    language.set(qn("w:eastAsia"), "zh-CN")


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21 - _WIDTH) / 2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, field in (("第 ", "PAGE"), (" 页，共 ", "NUMPAGES"), (" 页", None)):
        footer.add_run(text)
        if field:
            _field(footer, field)


def _field(paragraph: Any, name: str) -> None:
    """A number that Word counts itself."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
