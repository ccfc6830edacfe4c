"""Small projects: facts left out as long as a project still shows what it is there for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from vetter.language.writing import Written

Facts = Mapping[str, Written]


def smaller(facts: Facts, order: Sequence[str], holds: Callable[[Facts], bool]) -> Facts:
    """Return facts of which none can be left out, by halves: most go many at a time.

    `order` has each fact after those it hangs on; `holds` is true of all facts together.
    """
    kept = [path for path in order if path in facts]
    size = max(len(kept) // 2, 1)
    while size:
        at = len(kept)
        while at > 0:  # from the end, so that what hangs on a fact goes before it
            begin = max(0, at - size)
            fewer = kept[:begin] + kept[at:]
            if holds({path: facts[path] for path in fewer}):
                kept = fewer
            at = begin
        size //= 2
    return {path: facts[path] for path in kept}
