"""The verdict as evidenced: held to fact files in which answers are unknown, one by one."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given

from tests.engine.small import project, rule, rulebook, verdict
from tests.generators.cases import cases
from tests.generators.completions import completion
from tests.generators.projects import read
from tests.packs import EXAMPLES, example
from tests.solver.held import TIMES, tries, verdict_by_reference
from tests.whatif.proved import Desk
from tests.whatif.retold import tipping_case, used, verdict_of
from tests.whatif.test_verdicts import desk
from vetter.assessment.model import UNDECIDED
from vetter.facts.resettle import Resettler
from vetter.facts.states import GRADES
from vetter.language.types import TEXT
from vetter.rulebook.vocabulary import VERDICTS
from vetter.whatif.evidence import evidence
from vetter.whatif.heard import facts_heard

GOOD = ("measured", "documented")


def graded(file, rulebook, random):
    """Return a fact file whose answers have grades, some good and some not, or none."""
    answers = {}
    for path, answer in file.answers.items():
        grade = random.choice((*GRADES, *GOOD, *GOOD, ""))
        if not grade or answer in ("", "unknown"):
            answers[path] = answer
        elif isinstance(answer, dict):
            answers[path] = {**answer, "grade": grade}
        else:
            answers[path] = {"value": answer, "grade": grade}
    return read(answers, rulebook)


def weak_answers(file):
    """Return the facts of which a file says something that is not measured or documented."""
    found = []
    for path, answer in file.answers.items():
        grade = answer.get("grade") if isinstance(answer, dict) else ""
        state = file.project.states[path]
        if grade not in GOOD and state.domain is not None and state.spec.type.kind != TEXT:
            found.append(path)
    return found


def without(file, paths, rulebook):
    """Return the fact file with these answers unknown, as people would write it."""
    return read({**file.answers, **dict.fromkeys(paths, "unknown")}, rulebook)


def held_to_retelling(rulebook, file, random, tried):
    desk = Desk(rulebook)
    case = desk.case(file.project)
    answer = evidence(case)
    assert answer.claimed == case.shown
    weak = weak_answers(file)
    bare = without(file, weak, rulebook)
    assert answer.evidenced == verdict_of(bare.project, rulebook), file.text
    heard = facts_heard(rulebook)
    assert {one.path for one in answer.weak} == set(weak) & heard
    told = {path: verdict_of(without(file, [path], rulebook).project, rulebook) for path in weak}
    alone = {path: end for path, end in told.items() if end != case.shown}
    shown = {fact.path: end for fact, _, end in answer.carriers}
    assert answer.together == (not alone and answer.evidenced != case.shown), file.text
    assert answer.proved
    for fact, grade, _ in answer.carriers:
        assert grade == file.project.states[fact.path].evidence.grade not in GOOD
    if not answer.together:
        assert shown == alone, file.text
    else:
        group = list(shown)
        end = verdict_of(without(file, group, rulebook).project, rulebook)
        assert end != case.shown
        assert set(shown.values()) == {end}
        for path in group:
            rest = [one for one in group if one != path]
            left = verdict_of(without(file, rest, rulebook).project, rulebook)
            assert left == case.shown, (path, group, file.text)
        tried.update(together=1)
    assert answer.not_refuted == ()
    for _ in range(4):
        some = completion(bare, rulebook, random)
        if some is not None:
            assert verdict_by_reference(some.project, rulebook) in answer.could_be, some.text
    tried.update(files=1, carried=bool(alone), moved=answer.evidenced != case.shown)


@tries(12)
@given(case=cases(files=2))
def test_what_carries_a_verdict_is_what_changes_it_when_unknown(case):
    for file in case.files:
        some = graded(used(file, case.rulebook), case.rulebook, case.random)
        held_to_retelling(case.rulebook, some, case.random, Counter())


def held_on_tipping_rules(seeds, tried):
    for seed in seeds:
        book, files, random = tipping_case(seed, files=2)
        for file in files:
            held_to_retelling(book, graded(file, book, random), random, tried)


def test_what_carries_a_verdict_where_verdicts_tip():
    tried = Counter()
    held_on_tipping_rules(range(45), tried)
    assert tried["carried"] >= 8
    assert tried["moved"] >= 8


@pytest.mark.nightly
def test_what_carries_a_verdict_on_many_cases():
    tried = Counter()
    held_on_tipping_rules(range(2000, 2000 + 150 * TIMES), tried)
    assert tried["carried"] >= 30 * TIMES
    assert tried["moved"] >= 30 * TIMES
    assert tried["together"] >= 1


# --- single cases ---------------------------------------------------------------------------------

FACTS = {"plan.ready": {}, "plan.urgent": {}, "plan.color": {}}


def bad(*sentences):
    return rulebook(FACTS, rule("bad", {"any": list(sentences)}, verdict("no-go")))


def test_one_guess_that_carries_a_verdict_is_named_with_its_grade():
    book = bad("plan.ready is yes")
    said = {"plan.ready": {"value": "yes", "grade": "guess"}, "plan.color": "red"}
    answer = evidence(Desk(book).case(project(book, said)))
    assert (answer.claimed, answer.evidenced) == ("no-go", "go")
    assert [(one.path, grade, end) for one, grade, end in answer.carriers] == [
        ("plan.ready", "guess", "go")
    ]
    assert [one.path for one in answer.weak] == ["plan.ready"], "nothing hears of the color"
    assert answer.could_be == ("go", "no-go")


def test_answers_that_carry_a_verdict_only_together_are_named_together():
    """The color is heard too, but the verdict does not hang on it."""
    book = bad("plan.ready is yes", "plan.urgent is yes", "plan.color is red")
    said = {"plan.ready": "yes", "plan.urgent": "yes", "plan.color": "green"}
    answer = evidence(Desk(book).case(project(book, said)))
    assert answer.together
    assert len(answer.weak) == 3
    assert [(one.path, grade, end) for one, grade, end in answer.carriers] == [
        ("plan.ready", "claimed", "go"), ("plan.urgent", "claimed", "go"),
    ]  # fmt: skip


def test_measured_and_documented_answers_carry_what_they_carry():
    book = bad("plan.ready is yes", "plan.urgent is yes")
    said = {
        "plan.ready": {"value": "yes", "grade": "measured"},
        "plan.urgent": {"value": "no", "grade": "documented"},
    }
    answer = evidence(Desk(book).case(project(book, said)))
    assert (answer.claimed, answer.evidenced, answer.could_be) == ("no-go", "no-go", ("no-go",))
    assert (answer.weak, answer.carriers, answer.together) == ((), (), False)


def test_what_is_not_proved_in_time_says_so():
    book = bad("plan.ready is yes")
    answer = evidence(Desk(book, seconds=0).case(project(book, {"plan.ready": "yes"})))
    assert (answer.evidenced, answer.could_be) == ("go", ())
    assert answer.not_refuted == ("go", "no-go")
    assert (answer.carriers, answer.proved) == ((), False)


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_carries_an_example_changes_it(name):
    here = example(name).project
    case = desk().case(here)
    answer = evidence(case)
    assert answer.proved
    assert answer.not_refuted == ()
    assert answer.evidenced in (*VERDICTS, UNDECIDED)
    settler = Resettler(desk().rulebook, here)
    groups = [[path for path, _, _ in answer.carriers]] if answer.together else [
        [fact] for fact, _, _ in answer.carriers
    ]  # fmt: skip
    for group in groups:
        end = case.verdict_of(settler.changed({fact.path: None for fact in group}))
        assert end in {end for fact, _, end in answer.carriers if fact in group}
        assert end != case.shown
