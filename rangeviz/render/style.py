"""The styles of `rangeviz.style`, under their former address."""

from rangeviz.style import (
    HATCH_SPACING_PX as HATCH_SPACING_PX,
)
from rangeviz.style import (
    RING_STYLES as RING_STYLES,
)
from rangeviz.style import (
    ZONE_LINE as ZONE_LINE,
)
from rangeviz.style import (
    ZONE_LINE_DARK as ZONE_LINE_DARK,
)
from rangeviz.style import (
    RingStyle as RingStyle,
)
from rangeviz.style import (
    ring_style as ring_style,
)
