"""Explanations for people at a terminal: of verdicts, rules and facts."""
