"""What a container starts: from its command to the address that it listens on."""
