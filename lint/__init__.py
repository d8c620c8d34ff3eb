"""Pre-deploy linter for Google Cloud Run."""

__version__ = "0.1.0"
