"""A report as a slide that can be edited: title, map, table, and notes with sources."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from rangeviz.analysis.report import Report
from rangeviz.arguments import plain
from rangeviz.files import replacing
from rangeviz.render.figure.figure import Picture
from rangeviz.render.figure.paper import MM_PER_INCH
from rangeviz.render.figure.sheet import Block
from rangeviz.render.page.tables import short_names, site_tables

if TYPE_CHECKING:
    from pptx.slide import Slide

WIDE_IN, HIGH_IN = 13.333, 7.5
MAP_IN = (7.4, 5.25)  # words stand over and under a map of this shape, not beside it
MARGIN_IN = 0.45
MAP_DPI = 220
TABLE_ROWS = 12
ROW_IN, NAME_IN = 0.36, 2.1
TITLE_ONLY = 5  # a layout of the library's own template
LONGEST_PROPERTY = 255


class BareMap(Picture):
    """A map without the words about it: a slide has them as text of its own."""

    def head_block(self, line_in: float) -> Block:
        """Leave the title to the slide."""
        return self.block(line_in)

    foot_block = head_block


def write_pptx(report: Report, path: str | os.PathLike[str]) -> None:
    """Write a report as a presentation of one slide.

    Parameters
    ----------
    report : Report
        What was computed; the table is of its first site.
    path : path-like
        Where to.

    Raises
    ------
    OutputError
        If the file can't be written.
    """
    content = pptx_bytes(report)
    with replacing(path) as temporary:
        temporary.write_bytes(content)


def pptx_bytes(report: Report) -> bytes:
    """Give the presentation of one slide; see `write_pptx`."""
    from pptx import Presentation
    from pptx.util import Inches

    width_mm, height_mm = (length_in * MM_PER_INCH for length_in in MAP_IN)
    picture = BareMap(report, width_mm=width_mm, height_mm=height_mm, notes="full")
    presentation = Presentation()
    presentation.slide_width = Inches(WIDE_IN)
    presentation.slide_height = Inches(HIGH_IN)
    about = presentation.core_properties
    about.title = picture.title[:LONGEST_PROPERTY]
    about.author = f"rangeviz {report.version}"
    slide = presentation.slides.add_slide(presentation.slide_layouts[TITLE_ONLY])
    _write_title(slide, picture)
    _add_map(slide, picture)
    _add_table(slide, picture)
    words = picture.words
    place = (MARGIN_IN, 6.85, WIDE_IN - 2 * MARGIN_IN, 0.4)
    _add_text(slide, words.caveats()[0], place, 12)
    credit = " ".join(words.language.say(text) for text in report.attributions)
    _add_text(slide, credit, (MARGIN_IN, 7.12, WIDE_IN - 2 * MARGIN_IN, 0.3), 8)
    notes = [picture.subtitle, *words.caveats(), *words.footers(picture.view)[2:]]
    slide.notes_slide.notes_text_frame.text = "\n".join(map(plain, notes))
    packed = io.BytesIO()
    presentation.save(packed)
    return _undated(packed.getvalue())


def _write_title(slide: Slide, picture: Picture) -> None:
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Inches, Pt

    title: Any = slide.shapes.title
    title.left, title.top = Inches(MARGIN_IN), Inches(0.25)
    title.width, title.height = Inches(WIDE_IN - 2 * MARGIN_IN), Inches(0.75)
    title.text_frame.text = picture.title
    title.text_frame.word_wrap = True
    for paragraph in title.text_frame.paragraphs:
        paragraph.font.size, paragraph.font.bold = Pt(26), True
        paragraph.alignment = PP_ALIGN.LEFT
    place = (MARGIN_IN, 0.95, WIDE_IN - 2 * MARGIN_IN, 0.5)
    _add_text(slide, picture.subtitle, place, 14)


def _add_map(slide: Slide, picture: Picture) -> None:
    from pptx.util import Inches

    content = io.BytesIO(picture.to_png(dpi=MAP_DPI))
    left, top = Inches(MARGIN_IN - 0.16), Inches(1.45)
    shape: Any = slide.shapes.add_picture(content, left, top, width=Inches(MAP_IN[0]))
    about = shape._element.nvPicPr.cNvPr  # the library has no other way to it
    about.set("descr", picture.description)
    about.set("title", picture.title)


def _add_table(slide: Slide, picture: Picture) -> None:
    """Add how much of the zones and of the nearest regions each range reaches."""
    from pptx.util import Inches, Pt

    report, language = picture.report, picture.words.language
    tables = site_tables(report, language)[0]
    named = {row.head for row in tables.zones}
    others = [row for row in tables.regions if row.head not in named]
    rows = [*tables.zones, *others][:TABLE_ROWS]
    heads = [
        language.phrase("region"),
        language.phrase("nearest_km"),
        *short_names(report.scenario.systems, language),
    ]
    west_in = MARGIN_IN + MAP_IN[0] + 0.1
    shape = slide.shapes.add_table(
        len(rows) + 1,
        len(heads),
        Inches(west_in),
        Inches(1.6),
        Inches(WIDE_IN - MARGIN_IN - west_in),
        Inches(ROW_IN * (len(rows) + 1)),
    )
    shape.table.columns[0].width = Inches(NAME_IN)
    rest_in = (WIDE_IN - MARGIN_IN - west_in - NAME_IN) / (len(heads) - 1)
    for column in range(1, len(heads)):
        shape.table.columns[column].width = Inches(rest_in)
    cells = [heads, *([row.head, *(cell.text for cell in row.cells)] for row in rows)]
    for at, texts in enumerate(cells):
        for column, text in enumerate(texts):
            frame = shape.table.cell(at, column).text_frame
            frame.text = plain(text)
            frame.paragraphs[0].font.size = Pt(11)
    shape.name = plain(tables.name)


def _add_text(
    slide: Slide, text: str, place: tuple[float, float, float, float], size_pt: float
) -> None:
    from pptx.util import Inches, Pt

    box: Any = slide.shapes.add_textbox(*map(Inches, place))
    box.text_frame.word_wrap = True
    box.text_frame.text = plain(text)
    box.text_frame.paragraphs[0].font.size = Pt(size_pt)


def _undated(packed: bytes) -> bytes:
    """Pack again without dates: two files of one report are alike."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(packed)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name), old.read(name), ZIP_DEFLATED)
    return out.getvalue()
