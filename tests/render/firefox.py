"""Firefox by WebDriver BiDi, the protocol that browsers share: open, ask, print."""

from __future__ import annotations

import base64
import itertools
import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

_LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
WAIT_S = 60


class Tab:
    """A tab of a running Firefox."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection, self._numbers = connection, itertools.count(1)
        self._ask("session.new", capabilities={})
        self.id = self._ask("browsingContext.create", type="tab")["context"]

    def _ask(self, method: str, **params: Any) -> Any:
        number = next(self._numbers)
        request = {"id": number, "method": method, "params": params}
        self._connection.send(json.dumps(request))
        while (answer := json.loads(self._connection.recv(WAIT_S))).get("id") != number:
            pass  # an event, or what a slower request said
        if answer["type"] == "error":
            raise RuntimeError(f"{method}: {answer['message']}")
        return answer["result"]

    def open(self, address: str, width: int, height: int) -> None:
        """Open a page in a window of this size, and wait until it is there."""
        size = {"width": width, "height": height}
        self._ask("browsingContext.setViewport", context=self.id, viewport=size)
        self._ask(
            "browsingContext.navigate", context=self.id, url=address, wait="complete"
        )

    def evaluate(self, expression: str) -> Any:
        """Give the JSON of what an expression is."""
        answer = self._ask(
            "script.evaluate",
            expression=f"JSON.stringify({expression})",
            target={"context": self.id},
            awaitPromise=True,
        )
        return json.loads(answer["result"]["value"])

    def pdf(self) -> bytes:
        """Print on A4, as the page asks for it."""
        answer = self._ask(
            "browsingContext.print",
            context=self.id,
            background=True,
            page={"width": 21.0, "height": 29.7},
            margin={"top": 1.2, "bottom": 1.2, "left": 1.2, "right": 1.2},
        )
        return base64.b64decode(answer["data"])


@contextmanager
def firefox(path: str, profile: Path) -> Iterator[Tab]:
    """Run Firefox without a window.

    Parameters
    ----------
    path : str
        Of the program.
    profile : Path
        An empty folder.
    """
    command = [path, "--headless", "--no-remote", "--profile", str(profile)]
    command += ["--remote-debugging-port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            found = filter(None, map(_LISTENS.search, process.stderr))
            address = next(found)[1]
            with connect(f"{address}/session", max_size=None, open_timeout=WAIT_S) as c:
                yield Tab(c)
        finally:
            process.terminate()
