"""Pictures of resources as data: what a report shows of them, and which findings belong where."""
