"""Questions put to a scenario. The first is the ensemble: what happens in many histories."""
