"""Receive the service's webhooks: check the signature, remember what came, answer at once.

QUALMAP_WEBHOOK_SECRET=whsec_… python examples/service/webhook_receiver.py 8080
"""

import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from qualmap.webhooks import WebhookError, verify

SECRET = os.environ["QUALMAP_WEBHOOK_SECRET"]
LONGEST_BODY = 1_000_000  # bytes; events have a few thousand
seen: set[str] = set()  # a database would remember it over a restart


class Receiver(BaseHTTPRequestHandler):
    """Takes one event a request."""

    def do_POST(self) -> None:
        """Answer 204 for an event, 400 for anything else; the service tries again whatever is answered otherwise."""
        length = int(self.headers.get("Content-Length", 0))
        try:
            event = verify(self.rfile.read(min(length, LONGEST_BODY)), self.headers.items(), SECRET)
        except WebhookError as error:
            self.send_error(400, str(error))
            return
        if event.id not in seen:  # the same event can come twice
            seen.add(event.id)
            print(event.type, event.data.get("screening"), event.data.get("decisions"), flush=True)
        self.send_response(204)
        self.end_headers()


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver)
    print(f"listening on port {server.server_port}", flush=True)
    server.serve_forever()
