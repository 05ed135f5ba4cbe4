"""A provider of OpenID Connect for tests."""
