"""The registry of qualifications: who awards what, and how people write it."""
