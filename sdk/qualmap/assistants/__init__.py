"""What an assistant can call over the Model Context Protocol: tools that match, screen and cite, and pages that explain."""
