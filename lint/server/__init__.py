"""The language server: what editors ask of it while people type."""
