"""The iframe snippet."""

import pytest

from rangeviz.errors import InputError
from rangeviz.render.page.embed import embed_snippet
from rangeviz.writing import write


def test_snippet_has_title_and_sandbox(kharkiv, tmp_path):
    path = tmp_path / 'a "b".html'
    write(kharkiv, path)
    snippet = embed_snippet(path)
    assert 'src="a%20%22b%22.html"' in snippet
    assert 'title="All of Kursk Oblast is within ATACMS range from Kharkiv"' in snippet
    assert 'sandbox="allow-scripts' in snippet
    assert "allow-same-origin" not in snippet


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "No such file"),
        (b"<html></html>", "rangeviz map"),
        (b"\xff\xfe\x00", "not text"),
    ],
)
def test_other_files_are_refused(tmp_path, content, words):
    path = tmp_path / "x.html"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=words):
        embed_snippet(path)
