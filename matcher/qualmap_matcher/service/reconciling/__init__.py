"""The Reconciliation Service API 0.2 over the engine: what OpenRefine and clients like it ask."""
