"""Geodesic circles, annuli and sectors."""
