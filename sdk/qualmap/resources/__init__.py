"""What only a service has: `client.screenings`, `.batches`, `.reviews`, `.webhooks`, `.keys`, `.audit`, `.people`, `.retention`.

A client that answers in this process raises `ConfigurationError` for all of it.
"""
