"""Measure any map against the ranges that it claims."""
