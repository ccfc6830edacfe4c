"""Random rulebooks, fact files and completions for the property tests of the engines."""
