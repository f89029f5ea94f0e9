"""Read pages and files as they are, without running or repairing them."""
