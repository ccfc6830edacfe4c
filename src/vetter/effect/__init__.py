"""The effect of a change: what two rulebooks say differently, of stored projects and of any."""
