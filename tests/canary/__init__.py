"""A secret in every place where one can stand, looked for in every output."""
