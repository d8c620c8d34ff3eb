"""Google's APIs: the only code that opens a socket."""
