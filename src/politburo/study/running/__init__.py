"""Many histories of a scenario: made, made again, shared out between processes, saved, opened, and laid out as tables."""
