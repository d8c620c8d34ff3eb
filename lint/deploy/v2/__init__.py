"""A tree in the shape of the v2 API as the v1 resource, for Terraform, Config Connector and API bodies."""
