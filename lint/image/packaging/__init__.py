"""Which distribution provides which module."""
