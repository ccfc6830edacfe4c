"""The tests of vetter."""
