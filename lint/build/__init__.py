"""Builds: the wheel, the source tree as the builder sees it, what start-up imports and reads."""
