"""SQL sources: rows that a connector has landed in a database, taken into raw/ and the journal like any export."""
