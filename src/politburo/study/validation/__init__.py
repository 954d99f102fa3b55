"""The record against the model: item by item, pattern by pattern, variant by variant, and the page that says so."""
