"""Distances to shapes: nearest and farthest places."""
