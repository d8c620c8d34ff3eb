"""Live look-ups: the only code that opens a socket."""
