"""Two manifests that differ in one finding, for tests of what is done with findings."""

from __future__ import annotations

from lint.engine.examples import SKELETONS

GOOD = SKELETONS["Service"]
"""A manifest without findings."""
BAD = GOOD + "        env:\n        - name: PORT\n          value: '80'\n"
"""The same with an env var that is reserved: CR012, which has a safe repair."""
