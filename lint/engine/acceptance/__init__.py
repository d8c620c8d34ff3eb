"""Which findings somebody has accepted: by a comment beside them, or by a baseline."""
