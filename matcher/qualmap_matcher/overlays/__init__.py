"""Overlays: a company's own names and imported attachments, laid over the bundled data when the engine is opened."""
