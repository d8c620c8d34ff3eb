"""Checks for rules that users write."""
