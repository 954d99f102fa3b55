"""Scores of probability forecasts: pure functions of numbers. All are losses: smaller is better, 0 is perfect."""
