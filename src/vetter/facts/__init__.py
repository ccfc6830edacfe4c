"""Facts: a fact file read against the vocabulary, and what a condition can still end in."""
