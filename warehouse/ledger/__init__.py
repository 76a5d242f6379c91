"""The ledger: a SQLAlchemy index over raw/, journal/ and Parquet footers; it can be lost and rebuilt."""
