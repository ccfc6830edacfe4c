"""Packs become a rulebook: vocabulary, thresholds, constraints and rules, typed and checked."""
