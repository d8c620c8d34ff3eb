"""Small tools that know nothing of Cloud Run."""
