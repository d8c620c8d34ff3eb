"""Checks of an organisation: its policies against a resource, and the files that state them."""
