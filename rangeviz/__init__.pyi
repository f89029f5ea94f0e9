# Made by tools/build_stub.py from the names in __init__.py.
from rangeviz.analysis.asking import reach as reach
from rangeviz.analysis.comparison import SiteComparison as SiteComparison
from rangeviz.analysis.layers.layer_table import sum_within as sum_within
from rangeviz.analysis.part import Part as Part
from rangeviz.analysis.places import PlaceRow as PlaceRow
from rangeviz.analysis.places import places_within as places_within
from rangeviz.analysis.report import ReachReport as ReachReport
from rangeviz.analysis.stages import StageReport as StageReport
from rangeviz.analysis.table import coverage as coverage
from rangeviz.analysis.together.depths import Layer as Layer
from rangeviz.analysis.together.depths import overlap_layers as overlap_layers
from rangeviz.analysis.together.rows import Overlap as Overlap
from rangeviz.analysis.together.rows import measure_overlap as measure_overlap
from rangeviz.answers import Comparison as Comparison
from rangeviz.answers import Stages as Stages
from rangeviz.answers import build_stages as build_stages
from rangeviz.answers import compare as compare
from rangeviz.answers import dates as dates
from rangeviz.datasets.borders.own_borders import read_borders as read_borders
from rangeviz.datasets.borders.regions import find_area as find_area
from rangeviz.datasets.borders.regions import find_country as find_country
from rangeviz.datasets.borders.regions import find_region as find_region
from rangeviz.datasets.borders.regions import find_region_at as find_region_at
from rangeviz.datasets.borders.regions import find_regions as find_regions
from rangeviz.datasets.borders.shipped import load_countries as load_countries
from rangeviz.datasets.borders.shipped import load_regions as load_regions
from rangeviz.datasets.borders.zones import find_zone as find_zone
from rangeviz.datasets.borders.zones import read_zones as read_zones
from rangeviz.datasets.catalogue.policy_facts import PolicyFact as PolicyFact
from rangeviz.datasets.catalogue.policy_facts import load_policy_facts as load_policy_facts
from rangeviz.datasets.catalogue.published import Catalogue as Catalogue
from rangeviz.datasets.catalogue.published import find_system as find_system
from rangeviz.datasets.catalogue.published import load_systems as load_systems
from rangeviz.datasets.catalogue.published import read_systems as read_systems
from rangeviz.datasets.files.own_layers import OwnLayer as OwnLayer
from rangeviz.datasets.files.own_layers import own_layer as own_layer
from rangeviz.datasets.files.raster_file import OwnRaster as OwnRaster
from rangeviz.datasets.places.coordinates import parse_position as parse_position
from rangeviz.datasets.places.gazetteer import find_place as find_place
from rangeviz.datasets.places.gazetteer import load_places as load_places
from rangeviz.datasets.places.gazetteer import search_places as search_places
from rangeviz.datasets.places.sites import find_site as find_site
from rangeviz.datasets.places.sites import find_sites as find_sites
from rangeviz.datasets.places.sites import read_sites as read_sites
from rangeviz.datasets.scenario.reader import read_scenario as read_scenario
from rangeviz.datasets.scenario.writer import scenario_to_toml as scenario_to_toml
from rangeviz.errors import AmbiguousNameError as AmbiguousNameError
from rangeviz.errors import ChoiceWarning as ChoiceWarning
from rangeviz.errors import CoordinateError as CoordinateError
from rangeviz.errors import DistanceError as DistanceError
from rangeviz.errors import FileFormatError as FileFormatError
from rangeviz.errors import GeometryError as GeometryError
from rangeviz.errors import InputError as InputError
from rangeviz.errors import LookupNameError as LookupNameError
from rangeviz.errors import OutputError as OutputError
from rangeviz.errors import RangevizError as RangevizError
from rangeviz.errors import RangevizWarning as RangevizWarning
from rangeviz.errors import ToleranceWarning as ToleranceWarning
from rangeviz.errors import UnknownNameError as UnknownNameError
from rangeviz.front import Report as Report
from rangeviz.front import report as report
from rangeviz.geodesy.antimeridian import split_at_antimeridian as split_at_antimeridian
from rangeviz.geodesy.buffer.buffers import geodesic_buffer as geodesic_buffer
from rangeviz.geodesy.circle.circles import Shape as Shape
from rangeviz.geodesy.circle.circles import geodesic_annulus as geodesic_annulus
from rangeviz.geodesy.circle.circles import geodesic_circle as geodesic_circle
from rangeviz.geodesy.circle.circles import geodesic_circles as geodesic_circles
from rangeviz.geodesy.circle.circles import geodesic_sector as geodesic_sector
from rangeviz.geodesy.distance.to_shape import NearestPositions as NearestPositions
from rangeviz.geodesy.distance.to_shape import geodesic_distance as geodesic_distance
from rangeviz.geodesy.distance.to_shape import nearest_positions as nearest_positions
from rangeviz.geodesy.distance.within_reach import within_reach as within_reach
from rangeviz.geodesy.ellipsoid import direct as direct
from rangeviz.geodesy.ellipsoid import inverse as inverse
from rangeviz.geodesy.frames import area_m2 as area_m2
from rangeviz.geodesy.shapes import shared_edges as shared_edges
from rangeviz.model.place import Place as Place
from rangeviz.model.reach import ReachEnvelope as ReachEnvelope
from rangeviz.model.reach import Sector as Sector
from rangeviz.model.region import Region as Region
from rangeviz.model.scenario import Callout as Callout
from rangeviz.model.scenario import Scenario as Scenario
from rangeviz.model.scenario import WithinLayer as WithinLayer
from rangeviz.model.site import LaunchSite as LaunchSite
from rangeviz.model.stage import Stage as Stage
from rangeviz.model.system import Source as Source
from rangeviz.model.system import System as System
from rangeviz.model.zone import Zone as Zone
from rangeviz.render.figure.figure import Picture as Picture
from rangeviz.render.page.explore import explore as explore
from rangeviz.render.page.rangemap import RangeMap as RangeMap
from rangeviz.verification.findings import Finding as Finding
from rangeviz.verification.findings import Verification as Verification
from rangeviz.verification.verify import verify as verify
from rangeviz.versions import show_versions as show_versions
from rangeviz.widget import explorer as explorer
from rangeviz.writing import to_text as to_text
from rangeviz.writing import write as write

__version__: str
__all__ = [
    "__version__",
    "AmbiguousNameError",
    "area_m2",
    "build_stages",
    "Callout",
    "Catalogue",
    "ChoiceWarning",
    "compare",
    "Comparison",
    "CoordinateError",
    "coverage",
    "dates",
    "direct",
    "DistanceError",
    "explore",
    "explorer",
    "FileFormatError",
    "find_area",
    "find_country",
    "find_place",
    "find_region",
    "find_region_at",
    "find_regions",
    "find_site",
    "find_sites",
    "find_system",
    "find_zone",
    "Finding",
    "geodesic_annulus",
    "geodesic_buffer",
    "geodesic_circle",
    "geodesic_circles",
    "geodesic_distance",
    "geodesic_sector",
    "GeometryError",
    "InputError",
    "inverse",
    "LaunchSite",
    "Layer",
    "load_countries",
    "load_places",
    "load_policy_facts",
    "load_regions",
    "load_systems",
    "LookupNameError",
    "measure_overlap",
    "nearest_positions",
    "NearestPositions",
    "OutputError",
    "Overlap",
    "overlap_layers",
    "own_layer",
    "OwnLayer",
    "OwnRaster",
    "parse_position",
    "Part",
    "Picture",
    "Place",
    "PlaceRow",
    "places_within",
    "PolicyFact",
    "RangeMap",
    "RangevizError",
    "RangevizWarning",
    "reach",
    "ReachEnvelope",
    "ReachReport",
    "read_borders",
    "read_scenario",
    "read_sites",
    "read_systems",
    "read_zones",
    "Region",
    "Report",
    "report",
    "Scenario",
    "scenario_to_toml",
    "search_places",
    "Sector",
    "Shape",
    "shared_edges",
    "show_versions",
    "SiteComparison",
    "Source",
    "split_at_antimeridian",
    "Stage",
    "StageReport",
    "Stages",
    "sum_within",
    "System",
    "to_text",
    "ToleranceWarning",
    "UnknownNameError",
    "Verification",
    "verify",
    "within_reach",
    "WithinLayer",
    "write",
    "Zone",
]
