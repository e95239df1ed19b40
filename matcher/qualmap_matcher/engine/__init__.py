"""The stages between a text and its decided mentions, each a module; `engine` runs them."""
