"""Broken files thrown at the program: `python -m tests.fuzz --seconds 60 --seed 1`."""
