"""`python -m vetter`."""

from vetter.cli.main import run

run()
