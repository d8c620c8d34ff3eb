"""Checks: the kinds of rules, one module each."""
