"""Learning: which parameters agree with what is on record of thirty successions and of the flagship up to the end of 1925."""
