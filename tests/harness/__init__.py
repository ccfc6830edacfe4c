"""The harness: what examples show, which mutants they notice, and what is proposed."""
