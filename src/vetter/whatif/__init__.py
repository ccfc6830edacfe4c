"""What would change a verdict: exact answers over facts that are open or can be changed."""
