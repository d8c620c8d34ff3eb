"""Checks for what Cloud Run itself demands."""
