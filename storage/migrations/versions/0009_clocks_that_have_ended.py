"""Clocks that have ended"""

import sqlalchemy as sa
from alembic import op

from storage.columns import Json

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tickets", sa.Column("past", Json(), server_default="[]", nullable=False))


def downgrade() -> None:
    op.drop_column("tickets", "past")
