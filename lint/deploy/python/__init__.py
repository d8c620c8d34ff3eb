"""The parts of reading a deploy script in Python: the places of its strings, its values, its calls."""
