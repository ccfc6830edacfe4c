"""Loads all YAML files below the folders given with libyaml, and does nothing with what they say.

    python benchmarks/libyaml.py FOLDER FILE

What `vetter rules check` and a cold start are held against: the imports that they need as well,
and libyaml's own loading of the same files.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click  # noqa: F401 (imported because the program imports it too)
import yaml


def main() -> None:
    """Load every file."""
    for name in sys.argv[1:]:
        given = Path(name)
        for path in sorted(given.rglob("*.yaml")) if given.is_dir() else [given]:
            yaml.load(path.read_bytes(), yaml.CSafeLoader)


main()
