"""Forecasts, what came true, the rivals, the scores of all of them, and what the model learns from other cases."""
