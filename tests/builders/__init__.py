"""Exports in the formats of the platforms, small enough to read in a test, and a workspace to drop them into."""
