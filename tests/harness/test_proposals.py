"""What lacks is named with an example; pasting these examples leaves nothing lacking."""

from __future__ import annotations

import pytest

from tests.harness.room import BODY, FEW, NAME, found_of, pack_with, pasted, proposals
from tests.packs import ROOT
from vetter.engine.examples import check_examples
from vetter.harness.run import run_tests
from vetter.rulebook.pack import pack_of_texts, read_pack
from vetter.rulebook.rulebook import rulebook_of

RULES = (
    "2.2.1/accuracy-above-99", "2.5.5/data-silos", "2.1.2/labels-by-people", "2.4.2/thin-team",
    "2.2.1/target-above-human-level", "2/high-concerns-mean-conditions", "2.3/essentials-open",
    "2.5.5/sources-differ", "2.1.2/most-labels-missing", "2.2.1/data-amount-open",
)  # fmt: skip


def test_what_lacks_is_named() -> None:
    words = {one.words for one in found_of().gaps}
    assert {
        "`labels.effort > $long_labelling` is tested just below 1 person-year in no example",
        "`labels.effort > $long_labelling` is tested at 1 person-year in no example",
        "`labels.effort > $long_labelling` is tested just above 1 person-year in no example",
        "no example shows the exception",
        "no example shows the softening to `medium` (line 18)",
        "`plan.pilot_solved is yes` decides no example",
    } == words


def test_pasting_every_proposal_leaves_nothing_lacking() -> None:
    first = len(pack_with().files[f"rules/house/{NAME}.yaml"].text.split("\n")) - 2
    examples = pasted(FEW, proposals(found_of()), first)
    pack = pack_with(BODY, examples)
    assert not check_examples([pack], rulebook_of(pack))
    found = found_of(examples=examples)
    assert found.gaps == ()
    assert found.survivors == ()
    assert found.failures == ()


@pytest.mark.parametrize("name", RULES)
def test_shipped_rules_stripped_of_their_examples_get_good_ones(name: str) -> None:
    """Two examples of each rule are left; what is proposed makes up for all others."""
    texts = {path: source.text for path, source in read_pack(ROOT).files.items()}
    path = f"rules/chapter/{name}.yaml"
    rule_id = name.rpartition("/")[2]
    head, _, body = texts[path].partition("examples:\n")
    examples = [f"  - {one}" for one in body.split("  - ")[1:]]
    kept = [next(one for one in examples if one.startswith(f"  - {kind}")) for kind in _KINDS]
    texts[path] = f"{head}examples:\n{''.join(kept)}"
    for _ in range(3):
        (found,) = run_tests([pack_of_texts(texts)], only=[rule_id]).rules
        if not found.gaps and not found.survivors:
            break
        lines = texts[path].split("examples:\n")[1]
        first = texts[path].split("examples:\n")[0].count("\n") + 2
        texts[path] = f"{head}examples:\n{pasted(lines, proposals(found), first)}"
    assert found.gaps == ()
    assert found.survivors == ()
    assert not found.failures


_KINDS = ("fires", "silent")


def test_the_shipped_rules_show_everything_and_notice_every_mutant() -> None:
    results = run_tests([read_pack(ROOT)])
    assert len(results.rules) == 218
    assert results.failures == 0
    assert results.unproved == ""
    assert [gap.words for rule in results.rules for gap in rule.gaps] == []
    assert results.score >= 950, [
        f"{rule.rule}: {one.words}" for rule in results.rules for one in rule.survivors
    ]
    assert results.mutants > 1900
    assert results.equivalent < 150


def test_the_boundary_itself_is_neither_just_below_nor_just_above() -> None:
    at = "labels.needed: 1760, labels.time_each: 1 person-hour"
    fires = FEW.strip("\n").split("\n")[0]
    examples = f"{fires}\n  - silent: {{{at}, organisation.support: lukewarm}}\n"
    words = {one.words for one in found_of(examples=examples).gaps}
    sentence = "`labels.effort > $long_labelling` is tested"
    assert f"{sentence} at 1 person-year in no example" not in words
    assert f"{sentence} just below 1 person-year in no example" in words
    assert f"{sentence} just above 1 person-year in no example" in words


def test_an_example_that_takes_two_changes_is_found() -> None:
    body = BODY.replace(
        "  any:\n    - plan.pilot_solved is yes",
        "  all:\n    - plan.pilot_solved is yes\n    - team.hiring is no",
    )
    (gap,) = [one for one in found_of(body).gaps if one.words == "no example shows the exception"]
    assert gap.proposal is not None
    assert "plan.pilot_solved: yes, team.hiring: no" in gap.proposal.facts
    assert gap.proposal.expects == "silent"
