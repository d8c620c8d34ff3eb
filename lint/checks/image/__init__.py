"""Checks of the image against the service."""
