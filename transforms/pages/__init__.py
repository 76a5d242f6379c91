"""Pages for people: static HTML out of plain facts, readable without a network, without a script and for good."""
