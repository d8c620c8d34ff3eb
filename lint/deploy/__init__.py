"""Deploy steps: every description of a Cloud Run resource but its manifest, read into the same Resource."""
