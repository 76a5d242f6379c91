"""Every column and every table, declared once; schemas, expectations, dictionary and docs are rendered from here."""
