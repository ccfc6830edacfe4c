"""The command line: arguments in, exit codes out; the only place that knows click."""

from __future__ import annotations

import gc

BETWEEN_COLLECTIONS = 200_000
"""How many objects may be made before Python looks for unreachable circles among them."""

# Modules and a rulebook are many small objects that all live until the end. Python would go through
# them again and again while they are made, from the import of click on: a sixth of the whole time.
gc.set_threshold(BETWEEN_COLLECTIONS)
