"""Waivers: findings that an organisation has agreed not to count, until a day and for a reason."""
