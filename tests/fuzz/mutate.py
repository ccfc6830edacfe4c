"""Mutations: a file of the project, damaged as people and machines damage files."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

TOKENS = (
    ":", ": ", "- ", "? ", "|", ">", "|-", ">+", "[", "]", "{", "}", "{}", "[]", ",", "#", " #",
    "'", '"', "&a", "*a", "!x", "!!int", "%YAML 1.1", "---", "...", "\t", "\n", "\r\n", "\r",
    "  ", "    ", "<<", "=", "~", "null", "yes", "no", "on", "unknown", "true", ".nan", "-.inf",
    "0x1F", "0o17", "012", "1:30", "1e3", "1e400", "1e-400", "1_000", "12,000", "1,5", "-1", "0",
    "1", "100", "0%", "99.5%", "101%", "1e99", "9" * 50, "0." + "0" * 50 + "1", "1/3", "²", "٣",
    "3 months", "1 person-hour", "100 EUR", "10 USD", "2026-02-30",
    "{unknown: true, between: [1, 2]}", "{one of: [1, 2, 3]}",
    "{value: 1, grade: guess, source: x}", "between", "one of", "value", "grade", "measured",
    "\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\u200b", "\u202e", "\u2028", "\ufeff", "\ufffe",
    "\U0001f600", "é", "e\u0301", "中文", "\\", "\\x1b", '"\\e[2J"', '"\\u202e"', '"\\0"', "`",
    "``", "|x|", "](javascript:x)", "<script>alert(1)</script>", "<!--", "&lt;", "&#x3c;b>",
    "@someone", "#123", "http://x.example", "{{ 19117 * 70001 }}", "{% if x %}",
    "{{ quality.target }}",
    "{{ $near_perfect }}", "{{", "}}", "$near_perfect", "$x", "\ue000high\ue001x\ue002", "is",
    "is not", "is one of", "is known", "is unknown", ">=", "<=", "<", "has", "lacks",
    "has any of", "and", "or", "all:", "any:", "none:", "all: []", "verdict", "cost.data",
    "findings.high", "quality.target", "quality.metric", "accuracy", "goal.forms", "classify",
    "project.name", "labels.needed", "plan.pilot", "data.access", "applies when:", "computed:",
    "conclude:", "concern: high", "x" * 70, "word " * 300, "a: " * 30, "[" * 60, "- " * 60,
)  # fmt: skip
"""What is spliced in: signs of YAML, surprising values, words of the language, attacks."""

Mutation = Callable[[bytes, Random, "list[bytes]"], bytes]


def _flip(data: bytes, random: Random, _: list[bytes]) -> bytes:
    out = bytearray(data)
    for _i in range(random.choice((1, 1, 2, 5, 20))):
        if out:
            out[random.randrange(len(out))] = random.randrange(256)
    return bytes(out)


def _splice(data: bytes, random: Random, _: list[bytes]) -> bytes:
    for _i in range(random.choice((1, 1, 1, 2, 4))):
        at = random.randint(0, len(data))
        cut = random.choice((0, 0, 1, 5))
        token = random.choice(TOKENS).encode("utf-8", "surrogatepass")
        data = data[:at] + token + data[at + cut :]
    return data


def _replace_word(data: bytes, random: Random, _: list[bytes]) -> bytes:
    words = list(re.finditer(rb"[^\s\[\]{},:]+", data))
    if not words:
        return data
    word = random.choice(words)
    token = random.choice(TOKENS).encode("utf-8", "surrogatepass")
    return data[: word.start()] + token + data[word.end() :]


def _replace_value(data: bytes, random: Random, _: list[bytes]) -> bytes:
    values = list(re.finditer(rb"(?<=: )[^\n]+", data))
    if not values:
        return data
    value = random.choice(values)
    token = random.choice(TOKENS).encode("utf-8", "surrogatepass")
    return data[: value.start()] + token + data[value.end() :]


def _taint(data: bytes, random: Random, _: list[bytes]) -> bytes:
    """Put something into a value in a way that leaves the file readable, so that it is shown."""
    values = list(re.finditer(rb"(?<=: )[^\n'\"\[{>|#]+(?=\n)", data))
    if not values:
        return data
    value = random.choice(values)
    words = value.group().decode("utf-8", "replace").split()
    words.insert(random.randint(0, len(words)), random.choice(TOKENS))
    text = " ".join(words).replace("'", "''")
    return data[: value.start()] + f"'{text}'".encode("utf-8", "replace") + data[value.end() :]


def _number(data: bytes, random: Random, _: list[bytes]) -> bytes:
    numbers = list(re.finditer(rb"\d[\d.]*", data))
    if not numbers:
        return data
    number = random.choice(numbers)
    digits = "".join(random.choice("0123456789.e-+,%") for _i in range(random.randint(1, 12)))
    return data[: number.start()] + digits.encode() + data[number.end() :]


def _lines(data: bytes, random: Random, others: list[bytes]) -> bytes:
    lines = data.splitlines(keepends=True) or [b""]
    one, two = random.randrange(len(lines)), random.randrange(len(lines))
    deed = random.choice(("swap", "double", "drop", "indent", "foreign", "block"))
    if deed == "swap":
        lines[one], lines[two] = lines[two], lines[one]
    elif deed == "double":
        lines.insert(one, lines[two])
    elif deed == "drop":
        del lines[min(one, two) : min(one, two) + random.randint(1, 4)]
    elif deed == "indent":
        shift = random.randint(-4, 4)
        line = lines[one]
        lines[one] = b" " * shift + line if shift > 0 else line[min(-shift, len(line)) :]
    elif deed == "foreign":
        foreign = random.choice(others).splitlines(keepends=True) or [b""]
        lines.insert(one, random.choice(foreign))
    else:
        low, high = sorted((one, two))
        lines[low:low] = lines[low : min(high, low + 20)]
    return b"".join(lines)


def _truncate(data: bytes, random: Random, _: list[bytes]) -> bytes:
    return data[: random.randint(0, len(data))]


def _nest(data: bytes, random: Random, _: list[bytes]) -> bytes:
    depth = random.choice((5, 39, 41, 200, 10_000))
    sign = random.choice((b"[", b"{a: ", b"- ", b"{", b"? "))
    at = data.find(b": ", random.randint(0, max(len(data) - 1, 0))) + 2
    return data[:at] + sign * depth + data[at:]


def _repeat(data: bytes, random: Random, _: list[bytes]) -> bytes:
    start = random.randint(0, len(data))
    piece = data[start : start + random.randint(1, 40)]
    return data[:start] + piece * random.choice((2, 10, 500)) + data[start:]


def _encode(data: bytes, random: Random, _: list[bytes]) -> bytes:
    text = data.decode("utf-8", "replace")
    deed = random.randrange(4)
    if deed == 0:
        return b"\xef\xbb\xbf" + data
    if deed == 1:
        return data.replace(b"\n", random.choice((b"\r\n", b"\r")))
    if deed == 2:
        return text.encode("utf-16")
    return text.encode("latin-1", "replace")


MUTATIONS: tuple[Mutation, ...] = (
    _flip, _splice, _replace_word, _replace_word, _replace_value, _replace_value, _taint, _taint,
    _taint, _number, _lines, _lines, _truncate, _nest, _repeat, _encode,
)  # fmt: skip


def mutated(data: bytes, random: Random, others: list[bytes]) -> bytes:
    """Return a file with one or a few things wrong; `others` are files to take lines from."""
    for _i in range(random.choice((1, 1, 1, 2, 3))):
        data = random.choice(MUTATIONS)(data, random, others)
    return data
