"""What an item of a record is in a simulated history, how probable it is there, and what of a record is held out."""
