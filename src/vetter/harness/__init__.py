"""The harness: examples of rules run, what they cover, and which mutants of a rule they notice."""
