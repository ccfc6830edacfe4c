"""Hypothesis profiles: `ci` gives the same cases every time, `nightly` many new ones."""

import os

from hypothesis import HealthCheck, settings

_ALWAYS = {
    # Whole rulebooks are large for Hypothesis, and what a case costs is no business of a property.
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
    "deadline": None,
    "print_blob": True,
}
settings.register_profile("ci", derandomize=True, database=None, **_ALWAYS)
settings.register_profile("nightly", max_examples=2_000, **_ALWAYS)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
