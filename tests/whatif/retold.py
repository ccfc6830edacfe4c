"""What tests of single changed facts share: fact files told anew, and verdicts by the reference."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from tests.generators.pick import Pick
from tests.generators.projects import Answer, FactFile, candidates, draw_fact_file, read
from tests.generators.vocabulary import CAUSES, draw_vocabulary
from tests.generators.yaml_text import Flow, block
from vetter.assessment.assess import assess
from vetter.assessment.verdict import verdict_shown
from vetter.base.problems import InvalidFactFile
from vetter.engine.forward import Forward
from vetter.engine.reference import evaluate
from vetter.facts.states import FactState, Project, Status
from vetter.language.types import BOOLEAN, CHOICE, LEVEL, NUMERIC, QUALITY, Value
from vetter.language.values import BadValue, parse_value
from vetter.language.writing import write_value
from vetter.rulebook.pack import pack_of_texts
from vetter.rulebook.rulebook import Rulebook, rulebook_of
from vetter.whatif.case import Case

BREAKS = ""


def tipping_case(seed: int, files: int) -> tuple[Rulebook, list[FactFile], Random]:
    """Draw a rulebook whose few rules are mostly on numbers, so that verdicts tip, and fact files.

    What numbers are compared with, computed of, and hang on is drawn as everywhere.
    """
    random = Random(seed)
    pick = Pick.from_random(random)
    drawn = draw_vocabulary(pick)
    numbers = [path for path, kind in drawn.base.items() if kind.kind in NUMERIC]
    texts = dict(drawn.texts)
    writer = drawn.writer({})
    for place in range(4):
        paths = pick.some(numbers or list(drawn.base), 1, 2)
        parts = [writer.sentence(pick, path) for path in paths]
        if pick.chance(40):
            parts.append(writer.sentence(pick, pick.of(list(drawn.base))))
        blocker = {"concern": "blocker", "cause": CAUSES[0], "because": "it matters"}
        then = (
            {"verdict": "go with conditions", "because": "it must be"},
            {"verdict": "no-go", "because": "it must be"},
            {**blocker, "advice": "mind it", "who": "lead"},
            {"verdict": "no-go", "because": "it must be"},
        )[place]
        rule = {
            "id": f"rule-{place}", "title": "A drawn rule", "house": "for the test",
            "when": {pick.of(("all", "all", "any")): parts}, "then": [then],
            "examples": [{"fires": {}}, {"silent": {}}],
        }  # fmt: skip
        if pick.chance(20):
            rule["unless"] = {"all": [writer.sentence(pick, pick.of(list(drawn.base)))]}
        texts[f"rules/rule-{place}.yaml"] = block(rule)
    rulebook = directed(rulebook_of(pack_of_texts(texts)), random)
    drawn_files = [used(draw_fact_file(pick, rulebook), rulebook) for _ in range(files)]
    return rulebook, [blurred(file, rulebook, pick) for file in drawn_files], random


def blurred(file: FactFile, rulebook: Rulebook, pick: Pick) -> FactFile:
    """Return a fact file in which a few numbers are only known to lie between two others."""
    answers = dict(file.answers)
    for path, state in file.project.states.items():
        if path in answers and state.spec.type.kind in NUMERIC and pick.chance(30):
            words = candidates(state.spec, rulebook.vocabulary.measures, state.metric)
            ends = sorted(pick.some(words, 2, 2), key=words.index)
            answers[path] = {"between": Flow(ends)}
    try:
        return used(read(answers, rulebook), rulebook)
    except InvalidFactFile:
        return file


def used(file: FactFile, rulebook: Rulebook) -> FactFile:
    """Return a fact file without the answers that are not used, so that none comes into use."""
    kept = file.answers
    while True:
        states = read(kept, rulebook).project.states
        idle = {path for path in kept if _is_idle(states[path])}
        if not idle:
            return read(kept, rulebook)
        kept = {path: answer for path, answer in kept.items() if path not in idle}


def _is_idle(state: FactState) -> bool:
    in_no_metric = state.spec.type.kind == QUALITY and state.metric is None
    return state.status is Status.NOT_APPLICABLE or in_no_metric


def directed(rulebook: Rulebook, random: Random) -> Rulebook:
    """Return a rulebook whose facts have a better side, where their kind has sides."""
    facts = {}
    for path, spec in rulebook.vocabulary.facts.items():
        sides = {
            BOOLEAN: ("yes", "no"), CHOICE: spec.type.names, LEVEL: ("higher", "lower"),
            **dict.fromkeys(NUMERIC, ("higher", "lower")),
        }.get(spec.type.kind)  # fmt: skip
        better = random.choice((*sides, sides[0], sides[-1])) if sides else ""
        facts[path] = spec._replace(better=better if random.random() < 0.9 else "")
    return rulebook._replace(vocabulary=rulebook.vocabulary._replace(facts=facts))


def case_of(project: Project, rulebook: Rulebook) -> Case:
    """Return the case of a project; no solver is asked."""
    forward = Forward(rulebook)
    return Case(forward, None, assess(forward, project, "2026-11-24", "0"), 10)


def verdict_of(project: Project, rulebook: Rulebook) -> str:
    """Return the verdict shown, by the evaluator that is written to be read."""
    return verdict_shown(rulebook, project, evaluate(rulebook, project.states))


def value_written(state: FactState, value: Value, rulebook: Rulebook) -> Answer | None:
    """Return a value of a fact as a file states it, None if it cannot."""
    measures = rulebook.vocabulary.measures
    text = write_value(value, state.spec.type, measures, state.metric)
    return Flow(text) if isinstance(text, list) else text


def retold(file: FactFile, path: str, value: Value, rulebook: Rulebook) -> Project | str | None:
    """Return the project of a fact file with another value, `BREAKS`, None if it is unwritable."""
    said = value_written(file.project.states[path], value, rulebook)
    if said is None:
        return None
    try:
        return read({**file.answers, path: said}, rulebook).project
    except InvalidFactFile as error:
        if {one.code for one in error.problems if not one.warning} != {"constraint"}:
            raise
        return BREAKS


def verdict_retold(file: FactFile, path: str, value: Value, rulebook: Rulebook) -> str | None:
    """Return the verdict of a fact file with another value, `BREAKS`, None if it is unwritable."""
    project = retold(file, path, value, rulebook)
    return verdict_of(project, rulebook) if isinstance(project, Project) else project


def plain_numbers(state: FactState, rulebook: Rulebook) -> set[Fraction]:
    """Return numbers around the thresholds that rules are drawn with."""
    measures = rulebook.vocabulary.measures
    found = set()
    for text in candidates(state.spec, measures, state.metric):
        try:
            found.add(Fraction(parse_value(text, state.spec.type, measures, state.metric)))
        except BadValue:
            continue
    return found
