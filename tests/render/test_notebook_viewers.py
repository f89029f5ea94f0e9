"""The widget and the maps in real viewers: JupyterLab, marimo, nbconvert, untrusted.

Everything runs on the loopback; a page that asks anything else fails its test.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import nbformat
import pytest
from nbclient import NotebookClient

import rangeviz as rv

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MAKE = """\
import json, time
import rangeviz as rv
w = rv.explorer("Kharkiv", ["himars", "atacms"], zones=["Kursk"])
steps = []

def tell(change):
    at, cpu = time.time(), time.process_time()
    steps.append(at)
    rows = w.report.regions[["system", "name", "area_km2"]].round(6).values.tolist()
    told = {"at": at, "done": time.time(), "rows": rows}
    told["cpu_s"] = time.process_time() - cpu
    told |= {"lon": w.site.lon, "lat": w.site.lat, "steps": len(steps)}
    with open("told.json.part", "w") as file:
        json.dump(told, file)
    import os; os.replace("told.json.part", "told.json")

w.observe(tell, "site")
"""
MARIMO = """\
import marimo

app = marimo.App()


@app.cell
def _():
    import marimo as mo
{lines}
    view = mo.ui.anywidget(w)
    view
    return (w,)
"""
START_S, FOLLOW_S = 120, 60


def notebook(path, *cells):
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(book, path)
    return book


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@contextmanager
def served(folder, port, *command):
    """Run a server until it is no longer needed."""
    home = {"HOME": str(folder), "JUPYTER_CONFIG_DIR": str(folder / "config")}
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=folder,
            stdout=log,
            stderr=log,
            env=os.environ | home,
        )
    try:
        until(lambda: answers(port), START_S)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:  # it waits for its kernels on a busy machine
            server.kill()
            server.wait()


def answers(port):
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


def until(holds, limit_s):
    """Wait for something to be so, and give it."""
    end = time.monotonic() + limit_s
    while time.monotonic() < end:
        value = holds()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"not within {limit_s} s")


@contextmanager
def browsing(chromium, address):
    """Open an address; whatever is asked of others fails and is noted."""
    context = chromium.new_context(viewport={"width": 1200, "height": 1000})
    asked = []

    def route(way):
        if way.request.url.startswith(("http://127.0.0.1:", "file:")):
            way.continue_()
        else:
            asked.append(way.request.url)
            way.abort()

    context.route("**/*", route)
    page = context.new_page()
    page.goto(address)
    try:
        yield page
    finally:
        context.close()
    assert asked == []


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A running JupyterLab: its folder, and its address."""
    folder, port = tmp_path_factory.mktemp("lab"), free_port()
    options = (
        *(f"--port={port}", "--ServerApp.token=", "--no-browser", "--allow-root"),
        *("--ServerApp.ip=127.0.0.1", "--expose-app-in-browser"),
        "--LabApp.news_url=",
    )
    with served(folder, port, "jupyterlab", *options) as root:
        yield folder, f"{root}/lab/workspaces"


@contextmanager
def opened(lab, chromium, name):
    # A workspace of its own, or the tabs of another test are opened again.
    address = f"{lab[1]}/{name.removesuffix('.ipynb')}/tree/{name}"
    with browsing(chromium, address) as page:
        page.locator(".jp-Notebook").wait_for(timeout=START_S * 1000)
        yield page


def drag(page, frame):
    """Drag the pin by some 60 pixels; give the time of its last step."""
    pin = frame.locator(".rv-pin").first
    pin.wait_for(timeout=START_S * 1000)
    frame.locator("html.rv-ready").wait_for(timeout=START_S * 1000)
    pin.scroll_into_view_if_needed()
    box = pin.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    # For a second: what a notebook can't follow must not pile up.
    for step in range(1, 31):
        page.wait_for_timeout(33)
        last = time.time()
        page.mouse.move(x + 2 * step, y + step)
    page.mouse.up()
    return last


def position(frame):
    """Where the page says that its pin is."""
    return frame.locator("html").evaluate("() => rangeviz.page.scene.sites[0].at")


def read(path):
    return json.loads(path.read_text()) if path.exists() else None


def check_follows(page, frame, folder):
    """Drag; Python's site is the page's, and its report the one from there."""
    last = drag(page, frame)

    def follows():
        told = read(folder / "told.json")
        lon, lat = position(frame)
        return told if told and (told["lon"], told["lat"]) == (lon, lat) else None

    told = until(follows, FOLLOW_S)
    waits_ms = [round(1000 * (told[when] - last)) for when in ("at", "done")]
    cpu_ms = round(1000 * told["cpu_s"])
    sys.stdout.write(f"site and report followed after {waits_ms} ms, {cpu_ms} of CPU\n")
    assert abs(told["lon"] - 36.2548) > 0.05
    report = rv.report(
        (told["lon"], told["lat"]), ["himars", "atacms"], zones=["Kursk"]
    )
    rows = report.regions[["system", "name", "area_km2"]].round(6).values.tolist()
    assert told["rows"] == rows
    # Where the headline grew a line, the pin is let go beside it: no click on the map.
    assert not frame.locator("#rv-card").is_visible()
    # What was let go is told once, and so is each step of the keyboard.
    frame.locator(".rv-pin").first.press("ArrowRight")
    until(lambda: read(folder / "told.json")["lon"] != told["lon"], FOLLOW_S)
    page.wait_for_timeout(200)
    assert read(folder / "told.json")["steps"] == told["steps"] + 1


def command(page, name):
    """Give JupyterLab a command, and don't wait for its end: it may never come."""
    page.evaluate("name => void jupyterapp.commands.execute(name)", name)


def run_cell(page):
    """Run the selected cell, once its kernel is there."""
    kernel = "jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status"
    page.wait_for_function(f"{kernel} === 'idle'", timeout=START_S * 1000)
    command(page, "notebook:run-cell")


def test_in_jupyterlab_the_pin_and_python_follow_each_other(lab, chromium):
    moved, folder = "w.site = (36.9, 49.6)\nopen('moved', 'w').close()", lab[0]
    notebook(folder / "x.ipynb", MAKE + "w", moved)
    with opened(lab, chromium, "x.ipynb") as page:
        run_cell(page)
        frame = page.frame_locator(".jp-OutputArea iframe[srcdoc]").first
        check_follows(page, frame, folder)
        # One map, and no picture beside it.
        assert page.locator(".jp-OutputArea iframe").count() == 1
        assert not page.locator(".jp-OutputArea-output img").first.is_visible()
        command(page, "notebook:move-cursor-down")
        run_cell(page)
        until(lambda: (folder / "moved").exists(), FOLLOW_S)
        until(lambda: position(frame) == [36.9, 49.6], FOLLOW_S)


def test_in_marimo_the_pin_and_python_follow_each_other(tmp_path, chromium):
    lines = "".join(f"    {line}\n" for line in MAKE.splitlines())
    (tmp_path / "app.py").write_text(MARIMO.format(lines=lines))
    port = free_port()
    options = ("run", "app.py", "--headless", "--no-token", f"--port={port}")
    with (
        served(tmp_path, port, "marimo", *options) as root,
        browsing(chromium, root) as page,
    ):
        frame = page.frame_locator("iframe[srcdoc]").first
        check_follows(page, frame, tmp_path)


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """A notebook with a report and a widget, run and saved with its outputs."""
    folder = tmp_path_factory.mktemp("saved")
    book = notebook(folder / "x.ipynb", MAKE + 'rv.report("Kharkiv", "himars")', "w")
    NotebookClient(
        book, timeout=300, resources={"metadata": {"path": folder}}
    ).execute()
    nbformat.write(book, folder / "x.ipynb")
    return folder


def pictures_shown(page):
    return page.locator("img").evaluate_all(
        "images => images.filter(i => i.checkVisibility() && i.naturalWidth > 300"
        " && i.getBoundingClientRect().height > 300).length"
    )


def test_an_untrusted_jupyterlab_shows_the_pictures(lab, saved, chromium):
    shutil.copy(saved / "x.ipynb", lab[0] / "untrusted.ipynb")
    with opened(lab, chromium, "untrusted.ipynb") as page:
        page.locator(".jp-OutputArea-output img").first.wait_for(timeout=60_000)
        assert until(lambda: pictures_shown(page) == 2, FOLLOW_S)
        assert page.locator("iframe").count() == 0


@pytest.mark.parametrize("sanitize", [True, False])
def test_nbconvert_shows_pictures_or_the_living_pages(saved, sanitize, chromium):
    path = saved / f"{sanitize}.html"
    options = ["--sanitize-html"] if sanitize else []
    command = ("nbconvert", "--to", "html", "x.ipynb", "--output", path.name, *options)
    subprocess.run([sys.executable, "-m", *command], cwd=saved, check=True)
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.goto(path.as_uri())
    if sanitize:
        assert page.locator("iframe").count() == 0
        assert pictures_shown(page) == 2
        assert "rangeviz.start" not in page.inner_text("body")
    else:
        page.frame_locator("iframe[srcdoc]").first.locator("html.rv-ready").wait_for()
        # Where the widgets' script can't be had, the picture of the second stays.
        living, still = page.locator("iframe[srcdoc]").count(), pictures_shown(page)
        assert living + still == 2
    context.close()


def test_a_marimo_export_holds_the_living_page(tmp_path):
    report = 'import rangeviz as rv\n    rv.report("Kharkiv", "himars")'
    (tmp_path / "app.py").write_text(
        f"import marimo\n\napp = marimo.App()\n\n\n@app.cell\ndef _():\n    {report}\n"
    )
    command = ("export", "html", "app.py", "-o", "out.html", "--no-include-code")
    subprocess.run([sys.executable, "-m", "marimo", *command], cwd=tmp_path, check=True)
    assert "Content-Security-Policy" in (tmp_path / "out.html").read_text()
