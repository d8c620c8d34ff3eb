"""A saved image: `docker save`, `podman save`, or an OCI layout."""
