"""The command line: arguments in, exit codes out; the only place that knows click."""
