"""From a person's words to a row of the official list."""
