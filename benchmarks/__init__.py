"""Measurements, each a ratio or a time, all taken in one run; `make bench` runs them."""
