"""What makes the files under `compiled/` and measures the engine; needed by `scripts/train`, never by an answer."""
