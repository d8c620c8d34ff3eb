"""gcloud: from the words of a command to the resource that it sends, as gcloud itself reads them."""
