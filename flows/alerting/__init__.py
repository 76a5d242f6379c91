"""Alerts: what somebody should know without asking. Rules say what, one message a run says it, a courier carries it."""
