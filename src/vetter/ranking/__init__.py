"""Ranking: a backlog of projects compared by verdict, impact and cost."""
