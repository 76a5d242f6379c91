"""Expectations on what comes in: critical ones look at one row or one file, so that no verdict depends on what arrived first."""
