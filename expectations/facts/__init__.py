"""Expectations on facts that are derived from others: identities that a row keeps with itself."""
