"""The answers of `whatif`: a document, and words laid out for a terminal and for Markdown."""
