"""The ground under a map: water, the land of the world, its largest cities."""
