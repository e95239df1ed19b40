"""The matching service: the same engine behind HTTP, with tenants, stored screenings, batches, reviews and an audit trail."""
