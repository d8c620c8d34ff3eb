"""Cloud Run manifests: text to resources, read as gcloud reads them."""
