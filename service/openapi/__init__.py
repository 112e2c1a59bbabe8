"""The OpenAPI description, a part of the addresses a module."""
