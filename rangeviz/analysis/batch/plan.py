"""Begin a batch, or take it up where it was left."""

from __future__ import annotations

from pathlib import Path

from rangeviz import __version__
from rangeviz.analysis.batch.question import Question, file_digest
from rangeviz.analysis.batch.store import Store, open_store
from rangeviz.analysis.report import attributions_of
from rangeviz.datasets.places.site_stream import stream_sites
from rangeviz.errors import InputError


def take_up(sites: Path, question: Question, folder: Path, sites_at_once: int) -> Store:
    """Read the sites of a batch, unless that was done before.

    Parameters
    ----------
    sites : Path
        A file of points, as `stream_sites` reads it.
    question : Question
        What is asked of every site.
    folder : Path
        Where the tables stand, or are to stand.
    sites_at_once : int
        Sites in a chunk; a batch that was begun keeps its own.

    Raises
    ------
    InputError
        If the file can't be read, or the folder holds another batch.
    CoordinateError, FileFormatError, GeometryError
        If a site is none: before anything is computed.
    """
    try:
        digest = file_digest(sites)
    except OSError as error:
        raise InputError(f"can't read {str(sites)!r}: {error.strerror}") from error
    sources = (source for each in question.systems for source in each.sources)
    plan = {
        "rangeviz": __version__,
        "sites": digest,
        "question": question.fingerprint,
        "systems": {each.id: each.name for each in question.systems},
        "sources": list(dict.fromkeys(source.citation for source in sources)),
        "attributions": list(attributions_of(question.borders is None)),
    }
    return open_store(folder, plan, stream_sites(sites), sites_at_once)
