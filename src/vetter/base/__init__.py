"""What every stage stands on: problems with their places, sources, YAML nodes, suggestions."""
