"""What the image installs, and what of the start that does not provide."""
