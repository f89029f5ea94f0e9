"""A branca figure that becomes one file: nothing fetched, nothing compiled twice.

branca renders every child to text and then compiles that text as a Jinja
template again, so a name that holds ``{{ }}`` runs as Python. The containers
here keep a child's text as it is.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterable
from typing import Any

from branca.element import CssLink, Element, Figure, JavascriptLink

from rangeviz.errors import InputError
from rangeviz.render.page.inline import png_data_uri

# Assets that folium objects name and that the page carries in another form.
_CARRIED = ("leaflet.js", "leaflet.css", "jquery", "leaflet.awesome-markers")
_SCRIPT = re.compile(r"<script(?![^>]*application/)[^>]*>(.*?)</script>", re.DOTALL)
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
_REMOTE = re.compile(
    r"""<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)=["']?((?:https?:)?//[^"'\s>]+)"""
    r"""|L\.tileLayer(?:\.wms)?\(\s*["']((?:https?:)?//[^"']+)""",
    re.IGNORECASE,
)


# Two rings about a point.
_ICON = base64.b64encode(
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><g fill="none" '
    b'stroke-width="3"><circle cx="16" cy="16" r="14" stroke="#d55e00"/><circle '
    b'cx="16" cy="16" r="8" stroke="#0072b2"/></g><circle cx="16" cy="16" r="3"/></svg>'
).decode("ascii")


class Text(Element):
    """Markup that is emitted as it is.

    Parameters
    ----------
    markup : str
        HTML, CSS or JavaScript; whoever makes it has escaped what needs it.
    """

    def __init__(self, markup: str) -> None:
        super().__init__()
        self._name = "Text"
        self.markup = markup

    def render(self, **_: Any) -> str:
        """Give the text."""
        return self.markup


class _Container(Element):
    """Holds rendered children; what branca would compile again becomes `Text`."""

    def add_child(
        self, child: Element, name: str | None = None, index: int | None = None
    ) -> Element:
        if type(child) is Element and child._template_str is not None:
            child = Text(child._template_str)
        return super().add_child(child, name=name, index=index)

    def texts(self) -> Iterable[str]:
        for child in self._children.values():
            if isinstance(child, JavascriptLink | CssLink):
                if not any(part in child.url for part in _CARRIED):
                    raise InputError(
                        f"this map is one offline file and can't fetch {child.url!r}: "
                        "leave out the folium object that needs it"
                    )
            else:
                yield str(child.render())


class OfflineFigure(Figure):
    """A figure that renders to one file with a hash-only security policy.

    Parameters
    ----------
    title : str
        Of the document; any text.
    lang : str
        BCP 47 language tag of the document.
    description : str
        For who finds a link to the page: any text.

    Notes
    -----
    The policy names the SHA-256 of every script and style in the file and
    allows nothing else: no request, no event handler in markup, no ``eval``.
    """

    def __init__(self, *, title: str, lang: str = "en", description: str = "") -> None:
        super().__init__(title=title)
        self.lang = lang
        self.description = description
        self.clear()

    def clear(self) -> None:
        """Forget what was rendered, so that rendering again gives the same."""
        self.header: _Container = _Container()
        self.html: _Container = _Container()
        self.script: _Container = _Container()
        for container in (self.header, self.html, self.script):
            container._parent = self

    def _link_preview(self) -> str:
        """Say what a link to the page shows; a picture would need an address."""
        return "".join(
            (
                _meta("name", "description", self.description),
                _meta("property", "og:type", "article"),
                _meta("property", "og:title", self.title or ""),
                _meta("property", "og:description", self.description),
                _meta("name", "twitter:card", "summary"),
                f'<link rel="icon" href="data:image/svg+xml;base64,{_ICON}">\n',
            )
        )

    def render(self, **kwargs: Any) -> str:
        """Give the whole document.

        Raises
        ------
        InputError
            If a folium child needs something from the network; the message
            names its address.
        """
        self.clear()
        for child in list(self._children.values()):
            child.render(**kwargs)
        head = "\n".join(self.header.texts())
        body = "\n".join(self.html.texts())
        script = f"<script>\n{''.join(self.script.texts())}\n</script>"
        refuse_remote(head + body + script)
        policy = security_policy(head + body + script)
        return (
            f'<!DOCTYPE html>\n<html lang="{html.escape(self.lang)}">\n<head>\n'
            '<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f"<title>{html.escape(self.title or '')}</title>\n"
            f"{self._link_preview()}{head}\n</head>\n"
            f"<body>\n{body}\n{script}\n</body>\n</html>\n"
        )


def _meta(kind: str, name: str, content: str) -> str:
    return f'<meta {kind}="{name}" content="{html.escape(content)}">\n'


def security_policy(markup: str) -> str:
    """Content-Security-Policy that allows the scripts and styles of `markup` only."""
    scripts = " ".join(_hashes(_SCRIPT.findall(markup))) or "'none'"
    styles = " ".join(_hashes(_STYLE.findall(markup))) or "'none'"
    return (
        f"default-src 'none'; script-src {scripts}; style-src {styles}; "
        f"img-src data:; base-uri 'none'; form-action 'none'"
    )


def refuse_remote(markup: str) -> None:
    """Raise `InputError` with the address if markup would fetch something."""
    for found in _REMOTE.finditer(markup):
        raise InputError(
            f"this map is one offline file and can't fetch {found[1] or found[2]!r}: "
            "leave out the folium object that needs it"
        )


def marker_icon_script() -> str:
    """Script that gives Leaflet's default marker its pictures from this file."""
    icons = {
        "iconUrl": "marker-icon.png",
        "iconRetinaUrl": "marker-icon-2x.png",
        "shadowUrl": "marker-shadow.png",
    }
    options = ",".join(f'{key}:"{png_data_uri(name)}"' for key, name in icons.items())
    return (
        "L.Icon.Default.prototype._getIconUrl=function(n){return "
        "this.options[n+(n==='icon'&&L.Browser.retina?'RetinaUrl':'Url')]};"
        f"L.Icon.Default.mergeOptions({{{options}}});"
    )


def _hashes(texts: Iterable[str]) -> Iterable[str]:
    for text in dict.fromkeys(texts):
        digest = hashlib.sha256(text.encode("utf-8")).digest()
        yield f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
