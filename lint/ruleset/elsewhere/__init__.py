"""Rule sets that are neither built in nor files next to others: of installed packages, of git repositories."""
