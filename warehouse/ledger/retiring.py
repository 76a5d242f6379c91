"""Taking a file's rows out of the facts again."""

from sqlalchemy import Connection, delete, select, update

from warehouse.ledger.schema import contributions, files, partitions


def retire(connection: Connection, brand: str, sha: str, state: str) -> None:
    """Take a file's rows out of the facts: each partition it supplied is built again from the raw files of the others."""
    connection.execute(update(files).where(files.c.brand == brand, files.c.sha == sha).values(state=state))
    supplied = select(contributions.c.table_name, contributions.c.month).where(
        contributions.c.brand == brand, contributions.c.sha == sha
    )
    for table_name, month in connection.execute(supplied).all():
        connection.execute(
            update(partitions)
            .where(partitions.c.table_name == table_name, partitions.c.brand == brand, partitions.c.month == month)
            .values(state="rebuild")
        )
    # They are no files of those partitions any more; what is read again enters itself anew.
    connection.execute(delete(contributions).where(contributions.c.brand == brand, contributions.c.sha == sha))
