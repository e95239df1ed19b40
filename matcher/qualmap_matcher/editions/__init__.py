"""The editions of the official list: when each was in force, its rows, and where a qualification stands in it."""
