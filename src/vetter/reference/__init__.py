"""Reference pages of a rulebook: its facts, rules, thresholds, and the map of what it cites."""
