"""What a reach holds of layers of the user's own, in sums."""
