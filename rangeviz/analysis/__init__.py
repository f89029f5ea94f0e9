"""Questions put to reaches: coverage, places, comparison."""
