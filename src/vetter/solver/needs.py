"""What a plan needs to be found out: as few open facts as will do, each as wide as will do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from vetter.language.domains import Domain, Interval, Options, exactly
from vetter.language.types import CHOICE, LEVEL, NUMERIC, Value
from vetter.scenarios.cutting import cut_facts
from vetter.solver.free import FreeProject, Guess, NotFoundError
from vetter.solver.nearest import near
from vetter.solver.reach import FAR


def needs_of(free: FreeProject, guess: Guess) -> tuple[dict[str, Domain], bool]:
    """Return what must be found out, and whether it was shown that nothing of it is too much.

    With the changes of the guess it excludes every worse verdict, whatever all other facts are.
    """
    found: dict[str, Domain] = {
        path: exactly(guess.values[path])
        for path in free.reach.found_out
        if path in guess.values and path not in guess.changed
    }
    minimal = False
    try:
        core = free.in_core(guess, tuple(found))
        assert core is not None, "a guess that stood the test"
        found = {path: domain for path, domain in found.items() if path in core}
        for path in reversed(tuple(found)):
            if path in found:
                core = free.in_core(guess, [one for one in found if one != path])
                if core is not None:
                    found = {one: domain for one, domain in found.items() if one in core}
        minimal = True
        for path in tuple(found):
            for domain in _wider(free, guess, path, found):
                if free.suffices(guess, {**found, path: domain}):
                    found[path] = domain
                    break
    except NotFoundError:
        pass  # what was found so far will do
    return found, minimal


def _wider(
    free: FreeProject, guess: Guess, path: str, found: Mapping[str, Domain]
) -> Iterator[Domain]:
    """Yield what a fact could come out as besides, the widest first."""
    spec = free.formula.rulebook.vocabulary.facts[path]
    kind, value = spec.type.kind, guess.values[path]
    known = free.origin.states[path].domain
    if kind == CHOICE:
        yield from _more_names(free, guess, path, found, spec.type.names)
    elif kind == LEVEL:
        assert isinstance(value, int)
        top = len(spec.type.names) - 1
        rows = [range(low, top + 1) for low in range(value)]
        rows += [
            range(value, top + 1),
            *(range(high + 1) for high in range(top - 1, value - 1, -1)),
        ]
        for row in sorted(rows, key=len, reverse=True):
            ranks = [rank for rank in row if not isinstance(known, Options) or rank in known.values]
            if len(ranks) > 1:
                yield Options(frozenset(ranks))
    elif kind in NUMERIC:
        yield from _half_lines(free, guess, path, found)


def _more_names(
    free: FreeProject,
    guess: Guess,
    path: str,
    found: Mapping[str, Domain],
    names: Sequence[str],
) -> Iterator[Domain]:
    """Yield the names that will do, found one after the other."""
    known = free.origin.states[path].domain
    will_do: frozenset[Value] = frozenset((guess.values[path],))
    for name in names:
        more = Options(will_do | {name})
        fits = not isinstance(known, Options) or name in known.values
        if fits and name not in will_do and free.suffices(guess, {**found, path: more}):
            will_do = more.values
    if len(will_do) > 1:
        yield Options(will_do)


def _half_lines(
    free: FreeProject, guess: Guess, path: str, found: Mapping[str, Domain]
) -> Iterator[Domain]:
    """Yield all numbers from one on, or up to one: as far as some cell of the fact."""
    value = guess.values[path]
    assert isinstance(value, (int, Fraction))
    here = Fraction(value)
    kind = free.formula.rulebook.vocabulary.facts[path].type
    known = free.origin.states[path].domain
    low, high = (known.low, known.high) if isinstance(known, Interval) else (-FAR, FAR)

    def beyond(end: Fraction, upwards: bool) -> Interval:
        return Interval(*((end, high) if upwards else (low, end)), kind.integral)

    for upwards in (True, False):
        widest = beyond(here, upwards)
        if not free.suffices(guess, {**found, path: widest}):
            continue
        ends = _ends(free, guess, path, here, upwards)
        least, most = 0, len(ends)
        while least < most:  # the further out, the less it suffices
            middle = (least + most) // 2
            wide = beyond(ends[middle], upwards)
            if free.suffices(guess, {**found, path: wide}):
                widest, most = wide, middle
            else:
                least = middle + 1
        yield widest
        return


def _ends(
    free: FreeProject, guess: Guess, path: str, here: Fraction, upwards: bool
) -> list[Fraction]:
    """Return where the cells of a fact begin on the other side of a number, the furthest first."""
    rulebook = free.formula.rulebook
    domains: dict[str, Domain] = {
        one: state.domain
        for one, state in free.origin.states.items()
        if state.spec.computed is None
    }
    spec = rulebook.vocabulary.facts[path]
    fixed = [*guess.changed, spec.type.metric_of]
    domains |= {one: exactly(guess.values[one]) for one in fixed if one in guess.values}
    numbers: set[Fraction] = set()
    for cell in cut_facts(rulebook, domains).of[path]:
        if isinstance(cell.value, (int, Fraction)):
            number = Fraction(cell.value)
            if cell.span is not None:
                far = -FAR if upwards else FAR
                number = near(cell.span, far, spec.type.integral)
            numbers.add(number)
    if upwards:
        return sorted(number for number in numbers if number < here)
    return sorted((number for number in numbers if number > here), reverse=True)
