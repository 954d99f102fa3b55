"""Questions put to a scenario. This step has one: the ensemble."""
