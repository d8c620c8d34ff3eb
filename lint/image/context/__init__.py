"""One build context: ignore files, Dockerfile, and what reaches the image."""
