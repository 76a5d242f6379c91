"""Where it lives: containers, raw archive, journal, ledger, lake, publishing. Only place that touches disk and databases."""
