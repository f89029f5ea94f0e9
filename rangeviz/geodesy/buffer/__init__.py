"""Geodesic buffers of points, lines and areas, with a proved bound."""
