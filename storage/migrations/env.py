"""Alembic's entry: runs on the connection that storage.migrate opened."""

from alembic import context

from storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite can't alter a table in place
    transactional_ddl=False,  # the caller's transaction is the one
)
context.run_migrations()
