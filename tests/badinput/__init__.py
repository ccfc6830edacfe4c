"""Bad input: tables of what people get wrong, each with the whole message that it must give."""
