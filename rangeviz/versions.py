"""What a report of a fault should say: the versions of everything that computes."""

from __future__ import annotations

import platform
import re
import sys
from importlib import metadata


def show_versions() -> None:
    """Print the versions of rangeviz, Python, its libraries and GDAL, GEOS and PROJ.

    See Also
    --------
    RangevizError : The root of the errors that a report may be about.

    Examples
    --------
    >>> show_versions()  # doctest: +ELLIPSIS
    rangeviz ...
    """
    import pyogrio
    import pyproj
    import shapely

    rows = {
        "rangeviz": metadata.version("rangeviz"),
        "Python": f"{platform.python_version()} on {platform.platform()}",
        "GDAL": pyogrio.__gdal_version_string__,
        "GEOS": shapely.geos_version_string,
        "PROJ": pyproj.proj_version_str,
    }
    for requirement in metadata.requires("rangeviz") or []:
        if "extra ==" not in requirement:
            name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
            rows[name] = metadata.version(name)
    sys.stdout.writelines(f"{name:<12} {version}\n" for name, version in rows.items())
