"""The page inside other people's pages, as the how-to says to put it there."""

import http.server
import threading
from functools import partial

import pytest
from playwright.sync_api import expect

from rangeviz.render.page.embed import embed_snippet
from rangeviz.writing import write

pytestmark = pytest.mark.browser

# As Moodle shows a file with "Display: Embed": a frame without a sandbox, in a column.
MOODLE = (
    '<!doctype html><html lang="en"><title>Course</title><body>'
    '<div id="page" style="max-width:830px;margin:auto"><div role="main">'
    '<div class="resourcecontent resourcegeneral"><iframe id="resourceobject" '
    'src="kharkiv.html" title="Kharkiv" style="width:100%;height:600px"></iframe>'
    "</div></div></div>"
)
# As a WordPress theme shows a block of custom HTML: its styles reach into the block.
WORDPRESS = (
    '<!doctype html><html lang="en"><title>Blog</title><style>'
    ".entry-content>*{{max-width:645px;margin:auto}} iframe{{max-width:100%}}"
    "</style><body class='wp-singular'><main><div class='entry-content wp-block-post-"
    "content'><p>Before.</p>{snippet}<p>After.</p></div></main>"
)
HEADERS = {"X-Frame-Options": "SAMEORIGIN", "X-Content-Type-Options": "nosniff"}


class Host(http.server.SimpleHTTPRequestHandler):
    def end_headers(self):
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def host(tmp_path, kharkiv):
    write(kharkiv, tmp_path / "kharkiv.html")
    snippet = embed_snippet(tmp_path / "kharkiv.html")
    (tmp_path / "moodle.html").write_text(MOODLE)
    (tmp_path / "wordpress.html").write_text(WORDPRESS.format(snippet=snippet))
    handler = partial(Host, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("name", ["moodle", "wordpress"])
def test_the_pin_moves_inside_a_host_page(host, name, chromium):
    context = chromium.new_context(viewport={"width": 1100, "height": 900})
    page = context.new_page()
    problems, asked = [], []
    page.on("console", lambda m: m.type == "error" and problems.append(m.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{host}/{name}.html")
    frame = page.frame_locator("iframe")
    frame.locator("html.rv-ready").wait_for()
    pin = frame.locator(".rv-pin").first
    pin.scroll_into_view_if_needed()
    figures = frame.locator("table", has_text="Belgorod Oblast").first
    before = figures.text_content()
    pin.focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    expect(figures).not_to_have_text(before)
    own = (f"{host}/", "data:", "blob:")
    assert not [url for url in asked if not url.startswith(own)]
    # The browser asks the host for an icon of its own accord, and is told 404.
    assert not [text for text in problems if "404" not in text]
    context.close()
