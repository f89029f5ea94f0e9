"""What ships with rangeviz: borders, places and the catalogue of systems."""
