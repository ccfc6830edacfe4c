"""`vetter rules new`: a rule file from answers, given as options or one by one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from vetter.cli.common import Layers, reported, rulebook_option
from vetter.cli.usage import Wrong

if TYPE_CHECKING:
    from vetter.authoring.draft import Draft
    from vetter.authoring.house import House
    from vetter.authoring.questions import Question
    from vetter.base.problems import Problem

_HELP = {
    "--title": "What is seen, in one sentence.",
    "--concern": "How grave it is: blocker, high, medium or low; or strength.",
    "--cause": "What kind of trouble it is; knowledge/causes.yaml lists them.",
    "--because": "Why, for the memo. Values are said with {{ fact }}.",
    "--advice": "What should be done about it.",
    "--who": "Who should do it; knowledge/roles.yaml lists them.",
    "--house": "Why the house says so.",
}


def _texts(command: Any) -> Any:
    for name, help in reversed(_HELP.items()):
        command = click.option(name, metavar="TEXT", default="", help=help)(command)
    return command


@click.command("new", short_help="Write a rule file from answers.")
@click.argument("rule_id", metavar="[ID]", default="")
@_texts
@click.option(
    "--when",
    metavar="SENTENCE",
    multiple=True,
    help="What must hold, such as `labels.needed > $most_labels`. Repeatable; each must hold.",
)
@click.option("--any", "any_of", is_flag=True, help="One sentence of --when is enough.")
@click.option(
    "--unless",
    metavar="SENTENCE",
    multiple=True,
    help="What holds the rule back. Repeatable; each is enough.",
)
@click.option("--cites", metavar="HEURISTIC", multiple=True, help="What it carries out.")
@click.option(
    "--threshold",
    "figures",
    type=(str, str, str),
    metavar="NAME VALUE MEANING",
    multiple=True,
    help="Add a figure that --when or --unless compares with as `$NAME`. Repeatable.",
)
@click.option("-o", "folder", metavar="DIR", help="Write into this pack and not the topmost one.")
@rulebook_option
def new_rule(rulebook: Layers, folder: str | None, figures: Any, **said: Any) -> None:
    """Write a rule file with examples and remarks into the topmost pack.

    What the options leave out is asked. Each answer is checked as it is given. A pack is begun
    where the folder holds none. No file is overwritten.
    """
    from vetter.authoring.cases import NoCase
    from vetter.authoring.draft import Draft
    from vetter.base.writing import write_files
    from vetter.cli.screen import show

    draft = Draft(said.pop("rule_id"), **said)
    with reported():
        house = _house(rulebook, folder)
        for name, value, meaning in figures:
            why = draft.house or f"a figure of the rule {draft.id}".strip()
            house.add_threshold(name, value, meaning, why, (*draft.when, *draft.unless))
        _check(draft, house)
        draft = _Desk(house).ask(draft)
        try:
            path = house.add_rule(draft)
        except NoCase as error:
            raise Wrong(str(error), "Look at the sentences: do some exclude each other?") from None
        _refuse_to_overwrite(path)
        write_files(house.files)
    for name in house.files:
        show(f"{name}\n")


def _house(layers: Layers, folder: str | None) -> House:
    from vetter.authoring.house import House
    from vetter.rulebook.pack import read_pack

    packs = [one.rstrip("/") for one in layers.packs]
    if folder is None and not packs and layers.root is None:
        hint = "Name its folder: `--pack my-pack`. It is begun where there is none."
        raise Wrong("there is no pack to write the rule into", hint)
    if folder is None and not packs:
        assert layers.root is not None
        return House(layers.root, [])
    chosen = packs[-1] if folder is None else folder.rstrip("/")
    below = packs[: packs.index(chosen)] if chosen in packs else packs
    return House(chosen, [read_pack(layers.root), *map(read_pack, below)])


def _refuse_to_overwrite(path: str) -> None:
    from pathlib import Path

    from vetter.base.problems import InvalidPack, Location, Problem

    if Path(path).exists():
        help = "Choose another id, or edit the file."
        raise InvalidPack([Problem("file-exists", "the file is there", Location(path), help)])


def _check(draft: Draft, house: House) -> None:
    """Check every answer that came as an option. Raises `InvalidPack` with all that is wrong."""
    from vetter.authoring.draft import Checker
    from vetter.base.problems import InvalidPack

    checker = Checker(house.rulebook)
    found: list[Problem] = []
    for part, value in draft._asdict().items():
        if isinstance(value, bool):
            continue
        answers = (value,) if isinstance(value, str) else value
        for answer in filter(None, answers):
            for problem in checker.problems(part, answer, draft):
                place = "ID" if part == "id" else f"--{part}"
                at = problem.location._replace(path=place, line=0, column=0)
                found.append(problem._replace(location=at, excerpt=answer))
    if found:
        raise InvalidPack(found)


class _Desk:
    """Asks on standard error, and reads answers from standard input."""

    def __init__(self, house: House) -> None:
        self.house = house

    def ask(self, draft: Draft) -> Draft:
        """Return the draft with the answers to all that was left out."""
        from vetter.authoring.questions import missing

        vocabulary = self.house.rulebook.vocabulary
        for question in missing(draft, vocabulary):
            if question.part in ("advice", "who") and draft.concern == "strength":
                continue
            draft = draft._replace(**{question.part: self._answers(question, draft)})
            if question.part == "when":
                draft = self._title_again(draft)
        return draft

    def _title_again(self, draft: Draft) -> Draft:
        """Ask for the title once more where it names what `when` leaves open."""
        from vetter.authoring.draft import Checker
        from vetter.authoring.questions import questions

        problems = Checker(self.house.rulebook).problems("title", draft.title, draft)
        if not problems:
            return draft
        self._tell(problems)
        asked = next(
            one for one in questions(self.house.rulebook.vocabulary) if one.part == "title"
        )
        return draft._replace(title=self._answers(asked, draft))

    def _answers(self, question: Question, draft: Draft) -> Any:
        """Return the answer to a question, or several where it takes them."""
        from vetter.authoring.questions import SEVERAL, suggested_id

        self._say(f"\n{question.words}\n")
        for name, meaning in question.names:
            self._say(f"  {name}{' - ' if meaning else ''}{meaning}\n")
        if question.hint:
            self._say(f"  {question.hint}\n")
        suggested = suggested_id(draft.title) if question.part == "id" else ""
        if suggested:
            self._say(f"  Enter alone: {suggested}\n")
        if question.part not in SEVERAL:
            return self._one(question, draft, suggested)
        found: list[str] = []
        while True:
            needed = question.needed and not found
            answer = self._one(question._replace(needed=needed), draft, "")
            if not answer:
                return tuple(found)
            found.append(answer)

    def _one(self, question: Question, draft: Draft, suggested: str) -> str:
        """Return one answer that is right, however often it has to be asked for."""
        from vetter.authoring.draft import Checker

        while True:
            answer = self._line(question.part) or suggested
            if not answer and not question.needed:
                return ""
            if not answer:
                self._say("  An answer is needed here.\n")
                continue
            problems = Checker(self.house.rulebook).problems(question.part, answer, draft)
            if problems and problems[0].code == "literal-number":
                self._tell(problems)
                answer = self._with_name(answer, draft)
                if answer:
                    return answer
            elif problems:
                self._tell(problems)
            else:
                return answer

    def _with_name(self, sentence: str, draft: Draft) -> str:
        """Give the number in a sentence a name; empty when the sentence is to be written anew."""
        from vetter.base.problems import InvalidPack
        from vetter.language.sentences import parse_sentence

        read = parse_sentence(sentence)
        if len(read.operands) != 1:
            return ""
        try:
            self.house.check_figure(read.fact, read.operands[0])
        except InvalidPack as error:
            self._tell(list(error.problems))
            return ""
        self._say("  A name for the number, in small letters (Enter alone: another sentence)\n")
        name = self._line("name").removeprefix("$")
        if not name:
            return ""
        self._say("  What is it? Such as: the number of labels above which …\n")
        meaning = self._line("meaning")
        self._say("  Why this figure?\n")
        why = self._line("house")
        named = f"{read.fact} {read.operator.sign} ${name}"
        try:
            sentences = (*draft.when, named)
            self.house.add_threshold(name, read.operands[0], meaning, why, sentences)
        except InvalidPack as error:
            self._tell(list(error.problems))
            return ""
        return named

    def _line(self, part: str) -> str:
        """Return the next line of standard input. Raises `Wrong` when there is none."""
        self._say("> ")
        line = sys.stdin.readline()
        if not line:
            self._say("\n")
            hint = "Nothing was written. Answer all questions, or give all options."
            raise Wrong(f"the answers end before `{part}`", hint)
        return " ".join(line.split())

    def _tell(self, problems: list[Problem]) -> None:
        for problem in problems:
            self._say(f"  {problem.message}\n")
            if problem.help:
                self._say(f"  {problem.help}\n")

    def _say(self, words: str) -> None:
        click.echo(words, err=True, nl=False)
