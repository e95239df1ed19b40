"""How a request reaches the service: values for requests and answers, one policy for trying again, and the only use of httpx."""
