"""``rangeviz map``: the interactive page, or a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rangeviz.cli import once, options
from rangeviz.cli.inputs import scenario_from_options
from rangeviz.cli.outputs import check_file, is_quiet, map_file, note_written
from rangeviz.cli.running import answer_of


@once.command("map", short_help="Write a map (page or picture) and print its table.")
@options.scenario
@options.title
@options.callout
@options.spotlight
@options.lang
@options.picture_look
@options.output(
    "What to write: .html, .png, .svg, .pdf or .pptx; - is a page to stdout.",
    default="rangeviz.html",
)
def command(output: Path | None, **given: Any) -> None:
    """Write an interactive map as one HTML file that works offline, or a picture.

    A scenario with stages makes a page with a timeline, or a picture with a panel
    for each of them. The table goes to stdout; -q leaves it out.

    \b
    Examples:
      rangeviz map --from Kharkiv --zone Kursk -o kharkiv.html
      rangeviz map --from Kharkiv --zone Kursk -o kharkiv.pdf --width 120
      rangeviz map --from 49.99,36.23 --range 120km --label Example -o own.html
      rangeviz map --from Kharkiv --zone Kursk -o post.png --size 1200x630
      rangeviz map --from Kharkiv --zone Kursk --zone-rule only -o only.png
      rangeviz map --from Kharkiv --spotlight Ukraine --callout Sumy "A seat" -o s.png
      rangeviz map --scenario timeline.toml -o timeline.html
    """
    from rangeviz.cli.terminal import print_answer
    from rangeviz.output_forms import (
        FORMS,
        MAPS,
        PICTURE_LOOK,
        check_look,
        check_package,
        named_form,
    )
    from rangeviz.render.figure.paper import without_help
    from rangeviz.writing import write

    look = {name: given.pop(name) for name in PICTURE_LOOK}
    form = named_form(None, output or Path("-.html"), MAPS, "map")
    check_look(form, look)
    check_package(form)
    check_file(output, given)
    if FORMS[form].kind != "page":
        without_help()
    answer = answer_of(scenario_from_options(given))
    with map_file(output) as path:
        write(answer, path, **look)
    if output is not None and not is_quiet():
        print_answer(answer)
    note_written(output)
