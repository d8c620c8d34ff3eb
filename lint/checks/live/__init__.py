"""Checks of the project against the service."""
