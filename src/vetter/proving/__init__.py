"""Proving: faults of a rulebook over all projects, each shown by a project or a proof."""
