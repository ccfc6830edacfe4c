"""Memos: an assessment as one plain document, rendered as text, Markdown or JSON."""
