"""Columns: the rules over many complete projects at once, with numpy."""
