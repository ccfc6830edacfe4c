"""From firings to an assessment: findings with their proofs, gaps, verdict."""
