"""The documents are tested: what they show is run and compared, what they list is complete."""
