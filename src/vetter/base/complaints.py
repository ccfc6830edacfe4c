"""What each complaint of libyaml means, where it always means the same."""

from __future__ import annotations

Fixed = tuple[str, str, str, bool]
"""Code, message, help, and whether the place is where the part began."""

_QUOTE: Fixed = (
    "yaml-quote",
    "a quote is opened and never closed",
    "Close the quote, or leave quotes away.",
    True,
)
_DIRECTIVE: Fixed = (
    "yaml-directive",
    "a line that begins with % tells YAML how to read; nothing here needs that",
    "Remove the line.",
    True,
)
_TAG: Fixed = (
    "tag",
    "a word that begins with ! is a YAML tag; tags are not read",
    "Remove it; a text that begins with ! needs quotes.",
    True,
)
_ANCHOR: Fixed = (
    "anchor",
    "a word that begins with & or * is a YAML reference; references are not read",
    "A text that begins with & or * needs quotes.",
    True,
)
_ESCAPE: Fixed = (
    "yaml-escape",
    "a backslash stands before something that it cannot escape",
    "Use single quotes, in which a backslash is only a backslash.",
    False,
)
FIXED: dict[str, Fixed] = {
    "found a tab character": (
        "yaml-tab",
        "a tab stands where spaces are expected",
        "Indent with spaces; YAML allows no tabs there.",
        False,
    ),
    "block sequence entries are not allowed": (
        "yaml-list",
        "a list begins in the middle of a line",
        "Begin it on the next line, one `- …` a line, or write `[a, b]`.",
        False,
    ),
    "mapping keys are not allowed": (
        "yaml-sign",
        "a value cannot begin with `? `, a sign that YAML keeps for itself",
        "Put it into quotes.",
        False,
    ),
    "while scanning a quoted scalar": _QUOTE,
    "found unexpected end of stream": _QUOTE,
    "found unexpected document indicator": _QUOTE,
    "did not find expected ',' or ']'": (
        "yaml-bracket",
        "a `[` is opened, and no `]` or comma comes where one should",
        "Close the list with `]` and put a comma between its items.",
        True,
    ),
    "did not find expected ',' or '}'": (
        "yaml-bracket",
        "a `{` is opened, and no `}` or comma comes where one should",
        "Close it with `}`, with commas between its parts; a text that begins with { needs quotes.",
        True,
    ),
    "did not find expected node content": (
        "yaml-bracket",
        "a value is missing here, or a `[` or `{` is left open",
        "Write the value, or close the bracket.",
        False,
    ),
    "found unknown escape character": _ESCAPE,
    "expected hexdecimal number": _ESCAPE,
    "invalid Unicode character escape code": _ESCAPE,
    "found unexpected ':'": (
        "yaml-colon",
        "a colon stands inside a value in brackets",
        "Put the value into quotes.",
        False,
    ),
    "did not find expected comment or line break": (
        "yaml-block",
        "`>` or `|` announces a text on the lines below, but more stands behind it",
        "Begin the text on the next line. A sentence begins with its fact: `- fact > $name`.",
        True,
    ),
    "did not find expected <document start>": (
        "two-documents",
        "something stands behind the end of the document",
        "Remove the line `...` above it, or this part; one file holds one document.",
        False,
    ),
    "found incompatible YAML document": _DIRECTIVE,
    "duplicate %": _DIRECTIVE,
    "directive": _DIRECTIVE,
    "undefined tag handle": _TAG,
    "'!'": _TAG,
    "tag": _TAG,
    "expected alphabetic or numeric character": _ANCHOR,
    "undefined alias": _ANCHOR,
}
"""The answer to each complaint of libyaml that needs no look at what stands around it."""
