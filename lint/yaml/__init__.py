"""YAML text to nodes, as gcloud reads it."""
