"""The plans of the built-in rule sets, as Python: bytecode is read faster than JSON, without `json`."""
