"""Expectations on what goes out: identities that a report keeps with itself."""
