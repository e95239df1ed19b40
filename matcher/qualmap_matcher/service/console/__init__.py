"""The web console: pages at `/console` for people, made on the server with Jinja2 and HTMX."""
