"""Engines: the forward one on experta, and the reference evaluator that it must agree with."""
