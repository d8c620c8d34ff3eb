"""One wheel: the archive, its metadata, and its audit."""
