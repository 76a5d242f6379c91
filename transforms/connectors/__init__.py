"""Schemas that connectors such as Fivetran land in a database: which table holds what, as data. No query, no engine."""
