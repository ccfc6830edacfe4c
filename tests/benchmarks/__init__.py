"""The benchmarks measure what they say: no time is asserted here."""
