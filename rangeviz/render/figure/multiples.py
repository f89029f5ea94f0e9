"""The picture of a scenario with stages: a panel for each date, all at one scale."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Unpack

from rangeviz.analysis.stages import StageReport, Stages
from rangeviz.arguments import plain
from rangeviz.model.scenario import Scenario
from rangeviz.render.answer_words import StageWords, check_dates, stages_title
from rangeviz.render.figure.borders import load_borders
from rangeviz.render.figure.compose import MapDrawing, Panel, Sizes
from rangeviz.render.figure.labels import Label
from rangeviz.render.figure.naming import draw_named
from rangeviz.render.figure.paint import Canvas
from rangeviz.render.figure.sentences import Words
from rangeviz.render.figure.sheet import MARGIN_IN, Block, Sheet, SheetLook
from rangeviz.style import ring_style

MOST_PANELS = 12  # of stages with lines or areas of their own
LEAST_PANEL_IN = 1.9
GAP_IN = 0.22
ROW_GAP_IN = 0.16
PANEL_PLACES = 4


class StagesPicture(Sheet):
    """A scenario's stages as small multiples, drawn once.

    Parameters
    ----------
    stages : Stages
        As `build_stages` gives them; all together set the common frame.
    **look
        ``width_mm``, ``theme``, ``height_mm`` and ``notes``, as of `Sheet`.

    Attributes
    ----------
    panels : list of list of Label
        The labels on each panel, with their boxes.
    """

    kind = "stages"
    only_height = "stages is as high as its panels"

    def __init__(self, stages: Stages, **look: Unpack[SheetLook]) -> None:
        self.stages = stages.stages
        check_dates(self.stages, MOST_PANELS, "picture")
        self.panels: list[list[Label]] = []
        super().__init__(stages.combined, **look)

    def carried(self) -> Scenario:
        """Give the scenario with stages that need nothing from it."""
        return Stages(self.report, self.stages).scenario

    def head(self) -> tuple[str, str]:
        """Give the title, or the first and the last date; and the ranges."""
        scenario, language = self.report.scenario, self.words.language
        made = stages_title(self.stages, language)
        bare = replace(self.report, scenario=replace(scenario, zones=()))
        scale = StageWords(self.stages[0], language).say("same_scale")
        ranges = Words(bare, language).subtitle()
        is_one = len(self.stages) == 1 or bool(scenario.subtitle)
        told = ranges if is_one else f"{ranges} {scale}"
        return plain(scenario.title) or plain(made), told

    @property
    def _columns(self) -> int:
        fitting = max(int((self.line_in + GAP_IN) / (LEAST_PANEL_IN + GAP_IN)), 1)
        rows = math.ceil(len(self.stages) / fitting)
        return math.ceil(len(self.stages) / rows)

    @property
    def panel_size_in(self) -> tuple[float, float]:
        """Width and height of a panel's map."""
        columns = self._columns
        width_in = (self.line_in - (columns - 1) * GAP_IN) / columns
        return width_in, round(width_in * self.view.height_m / self.view.width_m, 3)

    def _rows(self) -> list[list[tuple[StageReport, Block, Block]]]:
        """Give each row's stages with the words over and under their maps."""
        step, cells = self._columns, []
        for each in self.stages:
            cells.append((each, self._over(each), self._under(each)))
        return [cells[first : first + step] for first in range(0, len(cells), step)]

    def _over(self, told: StageReport) -> Block:
        block = self.block(self.panel_size_in[0])
        block.add(told.stage.date, 8.6, self.theme.ink, bold=True)
        block.add(plain(told.stage.label, longest=120), 7.2, self.theme.ink)
        return block

    def _under(self, told: StageReport) -> Block:
        block, words = self.block(self.panel_size_in[0]), self._stage_words(told)
        block.add(plain(words.zones()), 6.6, self.theme.ink)
        if told.report.scenario.zones:
            block.add(plain(words.permitted()), 6.6, self.theme.ink, bold=True)
        if told.stage.note:
            block.add(plain(words.note(), longest=200), 5.8, self.theme.faint_ink)
        if told.stage.source is not None:
            source = f"{words.language.say('Source')}: {told.stage.source.citation}"
            block.add(plain(source, longest=200), 5.8, self.theme.faint_ink)
        return block

    def _stage_words(self, told: StageReport) -> StageWords:
        return StageWords(told, self.words.language)

    def body_height_in(self) -> float:
        """Give the height of all rows of panels."""
        heights = (self._row_height_in(row) for row in self._rows())
        return sum(heights) + 0.12

    def _row_height_in(self, row: list[tuple[StageReport, Block, Block]]) -> float:
        over = max(block.height_in for _, block, _ in row)
        under = max(block.height_in for _, _, block in row)
        return over + self.panel_size_in[1] + under + ROW_GAP_IN

    def draw_body(self, south_in: float) -> None:
        """Draw the panels, row by row."""
        width_in, height_in = self.panel_size_in
        self._borders = load_borders(
            self.view,
            worldview=self.report.scenario.worldview,
            with_regions=self.report.borders is None,
        )
        top_in = south_in + self.body_height_in()
        for row in self._rows():
            over_in = max(block.height_in for _, block, _ in row)
            for column, (told, over, under) in enumerate(row):
                west_in = MARGIN_IN + column * (width_in + GAP_IN)
                map_top_in = top_in - over_in
                over.write(self.figure, west_in, map_top_in + over.height_in + 0.03)
                self._panel(told, west_in, map_top_in - height_in)
                under.write(self.figure, west_in, map_top_in - height_in - 0.05)
            top_in -= self._row_height_in(row)

    def _panel(self, told: StageReport, west_in: float, south_in: float) -> None:
        canvas = Canvas(self.figure, self.view, west_in, south_in, *self.panel_size_in)
        systems, own = self.report.scenario.systems, told.report.scenario.systems
        styles = [ring_style(systems.index(each)) for each in own]
        drawing = MapDrawing(
            told.report,
            canvas,
            self.theme,
            Sizes(self.scale * 0.8),
            Words(told.report, self.words.language),
            panel=Panel(self._borders, styles, PANEL_PLACES),
        )
        self.panels.append(draw_named(drawing))
