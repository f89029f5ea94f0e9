"""Reaches of any number of sites, chunk by chunk, into tables on disk."""
