"""What the image holds: wheels, the build context, and the Python code in them."""
