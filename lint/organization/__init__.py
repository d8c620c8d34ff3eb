"""Organisation policies: constraints and the policies that enforce them, read from files."""
