"""What was learned: weighted sets of parameters as a table, their weights without some of the data, and the sampler that finds them."""
