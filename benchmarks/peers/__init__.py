"""A rulebook written for other engines: CLIPS, zen-engine, and plain Python functions."""
