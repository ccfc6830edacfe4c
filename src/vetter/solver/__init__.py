"""Proofs over completions: a rulebook as one formula on complete projects, with exact numbers."""
