"""What Python code imports, reads and calls, without running it."""
