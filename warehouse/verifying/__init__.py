"""Verify: hold everything that is stored against everything that is known of it. Nothing is ever changed here."""
