"""Countries, regions, zones and borders, shipped or the user's own."""
