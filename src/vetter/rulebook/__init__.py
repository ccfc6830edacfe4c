"""Packs become a rulebook: vocabulary, thresholds, constraints and rules, read, typed and checked."""
