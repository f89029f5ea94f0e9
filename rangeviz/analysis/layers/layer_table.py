"""What a reach holds of a layer of one's own, as a table."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

from rangeviz.analysis.asking import reaches_of
from rangeviz.analysis.ground import Ground
from rangeviz.analysis.layers.sums import measure_within, tables_of
from rangeviz.analysis.serialise import within_to_dict
from rangeviz.analysis.surroundings import Surroundings
from rangeviz.datasets.files.own_layers import own_layer
from rangeviz.datasets.files.raster_file import OwnRaster
from rangeviz.datasets.values import zones_of
from rangeviz.model.reach import ReachEnvelope

if TYPE_CHECKING:
    from rangeviz.datasets.values import ZoneLike

_COLUMNS = (
    *("layer", "kind", "group", "part", "features", "features_wholly"),
    *("features_partly", "points", "length_km", "area_km2", "share"),
)
_BOUNDS = ("sum", "sum_low", "sum_high")


def sum_within(
    envelope: ReachEnvelope,
    what: str | os.PathLike[str] | gpd.GeoDataFrame,
    *,
    name: str = "",
    by: str = "",
    sums: Sequence[str] = (),
    zones: ZoneLike | Sequence[ZoneLike] = (),
) -> pd.DataFrame:
    """Tabulate sums of one's own points, lines, polygons or raster inside a reach.

    Parameters
    ----------
    envelope : ReachEnvelope
        The reach.
    what, name, by, sums
        The layer, as `own_layer` takes it.
    zones : Zone or str or GeoDataFrame, or a sequence of them
        Areas with a rule: rows are added for the part of the reach that they leave.

    Returns
    -------
    DataFrame
        Per kind of shapes a row for all features, then one per group. Columns: layer,
        kind, group, part (``reach`` or ``permitted``), features (of the whole layer),
        features_wholly, features_partly, points, length_km, area_km2 (one of the
        three), share, and for each summed column ``sum_`` with its name. Of a raster
        the features are its cells and the groups are regions; sum, sum_low and
        sum_high tell what is inside, and what the cells across the edge can change.

    Raises
    ------
    InputError
        If more than half of the features would be in groups of one or two, as in a
        column of names.
    UnknownNameError, FileFormatError, GeometryError
        As `own_layer`.

    See Also
    --------
    own_layer, coverage

    Examples
    --------
    >>> import geopandas as gpd, rangeviz as rv, shapely
    >>> towns = shapely.points([(36.3, 50), (36.1, 50.1), (40, 50)])
    >>> layer = gpd.GeoDataFrame({"people": [30, 20, 9]}, geometry=towns, crs=4326)
    >>> site = rv.LaunchSite.at(36.23, 49.99)
    >>> reach = rv.reach(site, rv.System.ad_hoc(max_range_m=80_500))
    >>> told = rv.sum_within(reach, layer, sums=["people"])
    >>> told[["points", "sum_people"]].values.tolist()
    [[2.0, 50.0]]
    """
    (envelope,) = reaches_of(envelope)
    about = zones_of(zones)
    layer = own_layer(what, name=name, by=by, sums=sums)
    around = Surroundings([envelope], Ground("international", 0))
    rows = measure_within(envelope, tables_of(layer), around=around, zones=about)
    records = [record for row in rows for record in _records(within_to_dict(row))]
    summed = (f"sum_{column}" for column in getattr(layer, "values", ()))
    columns = [*_COLUMNS, *(_BOUNDS if isinstance(layer, OwnRaster) else ()), *summed]
    return pd.DataFrame(records, columns=columns)


def _records(told: dict[str, Any]) -> list[dict[str, Any]]:
    about = {key: told[key] for key in ("layer", "kind", "group", "features")}
    amounts = ("points", "length_km", "area_km2", "sum")
    amount = next(key for key in amounts if key in told)
    whole = told[amount]
    return [
        {
            **about,
            "part": {"inside": "reach"}.get(part, part),
            **told[part],
            "share": told[part][amount] / whole if whole else 0.0,
            **{f"sum_{column}": v for column, v in told[part]["sums"].items()},
        }
        for part in ("inside", "permitted")
        if part in told
    ]
