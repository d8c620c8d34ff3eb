"""The parts of reading a shell script: its tree, its words, its variables, its wrappers."""
