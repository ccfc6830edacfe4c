"""Did you mean: the nearest of a closed list of names."""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST = 100  # a longer word is no misspelt name, and comparing it takes time


def nearest(word: str, names: Iterable[str]) -> str | None:
    """Return the name most like `word`, or None when nothing is close."""
    if not word or len(word) > _LONGEST:
        return None
    import difflib

    pool = sorted(names)
    folded = {name.casefold(): name for name in reversed(pool)}
    match = difflib.get_close_matches(word.casefold(), sorted(folded), n=1, cutoff=0.6)
    if match:
        return folded[match[0]]
    last = word.rpartition(".")[2].casefold()
    by_last = [name for name in pool if name.rpartition(".")[2].casefold() == last]
    return by_last[0] if len(by_last) == 1 else None


def did_you_mean(word: str, names: Iterable[str], otherwise: str = "") -> str:
    """Return a help sentence with the nearest name, else `otherwise`."""
    found = nearest(word, names)
    return f"Did you mean `{found}`?" if found else otherwise


def listed(names: Iterable[str], limit: int = 12, joiner: str = "or") -> str:
    """Return names as prose: `a, b or c`; a long list is cut with a count."""
    pool = list(names)
    if len(pool) > limit:
        return ", ".join(pool[:limit]) + f" ({len(pool) - limit} more)"
    if len(pool) < 2:
        return "".join(pool)
    return f"{', '.join(pool[:-1])} {joiner} {pool[-1]}"
