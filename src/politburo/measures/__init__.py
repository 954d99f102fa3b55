"""Measures: pure functions of finished histories. Definitions are in `definitions`, and were fixed before the first run."""
