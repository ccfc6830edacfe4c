"""Settings of a working folder and of a person, and where each came from."""
