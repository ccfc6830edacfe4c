"""Scenarios: complete projects cut to the values that matter, enumerated exactly."""
