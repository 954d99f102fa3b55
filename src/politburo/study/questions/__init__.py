"""Questions put to a scenario or a saved run: what if, why, how else, what matters, who was winning, and games alone."""
