"""A v1 resource as the message of the v2 API, with the way back."""
