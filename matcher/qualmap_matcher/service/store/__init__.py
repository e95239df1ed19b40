"""Where the service keeps what it must remember: tables, transactions, tenants kept apart, texts sealed."""
