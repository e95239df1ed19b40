"""One module for each step that the tables took, in the order of their numbers."""
