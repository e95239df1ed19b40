"""Batches: uploads read as they come, and the workers that screen their items piece by piece."""
