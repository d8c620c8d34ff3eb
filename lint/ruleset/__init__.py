"""Rule sets: reading, validating, extending, and the compiled plan."""
