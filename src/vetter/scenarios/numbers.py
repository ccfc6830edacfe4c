"""Numbers cut jointly: the points of every open number, so that nothing tells more apart.

The places where a test on one number can turn are its cuts: thresholds, ends of its range, and for
computed facts the numbers at which they reach what they are compared with. Numbers that are
compared with one another share their cuts, and between two neighbours there are as many points as
there are numbers, so that every order of them has its points.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from vetter.scenarios.cells import Inexact, Span
from vetter.scenarios.points import Range, gaps, whole_within, within
from vetter.scenarios.terms import Term, crossings, roots, variable


class Comparison(NamedTuple):
    """Two numbers that are compared, and the facts that they belong to."""

    left: Term
    right: Term
    facts: tuple[str, ...]


class Point(NamedTuple):
    """A number that stands for those of a span."""

    number: Fraction
    span: Span


class Cut(NamedTuple):
    """The points of each open number, those that are compared with others, and what is inexact."""

    points: dict[str, tuple[Point, ...]]
    linked: frozenset[str]
    inexact: tuple[Inexact, ...]


def cut_numbers(
    ranges: Mapping[str, Range], comparisons: Iterable[Comparison], terms: Iterable[Term]
) -> Cut:
    """Return the points of the open numbers in `ranges`, given all that is asked of them.

    `terms` are all that is computed of them, compared or not.
    """
    return _Cutter(ranges).cut(list(comparisons), terms)


def points_between(among: Range, cuts: Iterable[Fraction]) -> tuple[Point, ...]:
    """Return the points of one number: its cuts, and one for the numbers between two of them."""
    edges = sorted({*among.ends, *(one for one in cuts if among.low <= one <= among.high)})
    numbers = {one for one in edges if among.admits(one)}
    for low, high in pairwise(edges):
        numbers.update(
            one
            for one in (whole_within if among.integral else within)(low, high, 1)
            if among.admits(one)
        )
    return _spread(among, numbers, edges)


class _Cutter:
    def __init__(self, ranges: Mapping[str, Range]) -> None:
        self.ranges = ranges
        self.cuts: dict[str, set[Fraction]] = {name: set() for name in ranges}
        self.maps: dict[str, set[Term]] = {name: set() for name in ranges}
        self.leader: dict[str, str] = {name: name for name in ranges}
        self.inexact: dict[tuple[str, ...], str] = {}

    def cut(self, comparisons: list[Comparison], terms: Iterable[Term]) -> Cut:
        for term in terms:
            self._undefined(term)
        for comparison in comparisons:
            self._compare(comparison)
        for comparison in comparisons:
            self._hint(comparison)
        groups: dict[str, list[str]] = {}
        for name in self.ranges:
            groups.setdefault(self._lead(name), []).append(name)
        points: dict[str, tuple[Point, ...]] = {}
        linked = set()
        for members in groups.values():
            points |= self._group(members)
            if len(members) > 1:
                linked.update(members)
        named = tuple(Inexact(facts, because) for facts, because in sorted(self.inexact.items()))
        return Cut(points, frozenset(linked), named)

    def _undefined(self, term: Term) -> None:
        for polynomial in term.undefined:
            self._cut_at(term, roots(polynomial), tuple(sorted(term.variables)))

    def _cut_at(
        self, term: Term, places: tuple[Fraction, ...] | None, facts: tuple[str, ...]
    ) -> None:
        if places is None:
            self.inexact[facts] = "what it comes to turns at a number that is not exact"
        else:
            self.cuts[term.variable].update(places)

    def _compare(self, comparison: Comparison) -> None:
        left, right, facts = comparison
        names = left.variables | right.variables
        if not names:
            return
        if not (left.readable and right.readable):
            self.inexact[facts] = "a computed fact of several open facts is compared"
        elif len(names) == 1:
            self._cut_at(left if left.variables else right, crossings(left, right), facts)
        else:
            if not (left.invertible and right.invertible):
                self.inexact[facts] = "a computed fact is compared with another open fact"
                return
            for term in (left, right):
                self.maps[term.variable].add(term)
            self.leader[self._lead(left.variable)] = self._lead(right.variable)

    def _hint(self, comparison: Comparison) -> None:
        """Cut the numbers of what cannot be exact where the others stand at an end they have."""
        if comparison.left.readable and comparison.right.readable:
            return
        for name in sorted(comparison.left.variables | comparison.right.variables):
            self.cuts[name].update(place for place in (Fraction(0),) if self._admits(name, place))

    def _admits(self, name: str, place: Fraction) -> bool:
        return name in self.ranges and self.ranges[name].admits(place)

    def _lead(self, name: str) -> str:
        while self.leader[name] != name:
            name = self.leader[name]
        return name

    def _group(self, members: list[str]) -> dict[str, tuple[Point, ...]]:
        """Return the points of numbers that are compared with one another, or of one alone."""
        maps = {name: self._map(name, members) for name in members}
        own = {name: self.cuts[name] | set(self.ranges[name].ends) for name in members}
        shared = {
            image
            for name in members
            for place in own[name]
            if (image := maps[name].at(place)) is not None
        }
        whole = [name for name in members if self.ranges[name].integral]
        if len(whole) > 1 and not all(maps[name].identity for name in whole):
            self.inexact[tuple(members)] = "whole numbers are compared after a computation"
        chosen = {name: self._whole(name, maps[name], own[name], shared, whole) for name in whole}
        for name, found in chosen.items():
            shared |= {image for one in found if (image := maps[name].at(one)) is not None}
        rest = [name for name in members if name not in chosen]
        between = [
            one for low, high in gaps(sorted(shared)) for one in within(low, high, len(rest))
        ]
        for name in rest:
            inverse = {maps[name].inverse(image) for image in (*shared, *between)}
            chosen[name] = {one for one in inverse if one is not None} | own[name]
        result = {}
        for name in members:
            edges = own[name] | {
                place for image in shared if (place := maps[name].inverse(image)) is not None
            }
            if name in whole:
                edges -= chosen[name] - own[name]
            result[name] = _spread(self.ranges[name], chosen[name], sorted(edges))
        if not whole and all(maps[name].identity for name in members):
            for end in self._mere_ends(members):
                result = {name: _without_end(points, end) for name, points in result.items()}
        return result

    def _mere_ends(self, members: list[str]) -> list[Fraction]:
        """Return the ends that all the ranges share and that nothing else tells apart."""
        ranges = [self.ranges[name] for name in members]
        if any(among.only for among in ranges):
            return []
        lows, highs = {among.low for among in ranges}, {among.high for among in ranges}
        cuts = set[Fraction]().union(*(self.cuts[name] for name in members))
        return [one for ends in (lows, highs) if len(ends) == 1 for one in ends if one not in cuts]

    def _map(self, name: str, members: list[str]) -> Term:
        found = sorted(self.maps[name], key=repr)
        if len(found) > 1:
            self.inexact[tuple(members)] = "a fact is compared in two ways with other open facts"
        return found[0] if found else variable(name)

    def _whole(
        self,
        name: str,
        image: Term,
        own: set[Fraction],
        shared: set[Fraction],
        whole: list[str],
    ) -> set[Fraction]:
        edges = own | {place for one in shared if (place := image.inverse(one)) is not None}
        found = {place for place in edges if place.denominator == 1}
        for low, high in gaps(sorted(edges)):
            found.update(whole_within(low, high, len(whole)))
        return found


def _spread(among: Range, numbers: set[Fraction], edges: list[Fraction]) -> tuple[Point, ...]:
    """Return points with what they stand for: themselves on an edge, else all up to the next."""
    points = []
    place = 0
    for number in sorted(one for one in numbers if among.admits(one)):
        while place < len(edges) and edges[place] < number:
            place += 1
        if place < len(edges) and edges[place] == number:
            span = Span(number, number, True, True)
        else:
            low = edges[place - 1] if place else among.low
            span = Span(low, edges[place] if place < len(edges) else among.high, False, False)
        points.append(Point(number, span))
    return tuple(points)


def _without_end(points: tuple[Point, ...], end: Fraction) -> tuple[Point, ...]:
    """Leave the point at an end of the range to the points between it and its neighbour."""
    kept = []
    for number, span in points:
        if number == end:
            continue
        low = span.with_low or span.low == end
        high = span.with_high or span.high == end
        kept.append(Point(number, span._replace(with_low=low, with_high=high)))
    return tuple(kept)
