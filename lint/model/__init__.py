"""The shared vocabulary: findings, places, rules."""
