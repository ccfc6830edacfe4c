"""The language of rules: types, values, operators, sentences, conditions, texts."""
