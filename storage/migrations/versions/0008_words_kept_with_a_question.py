"""Words kept with a question"""

import sqlalchemy as sa
from alembic import op

from storage.columns import Words

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("questions", sa.Column("words", Words(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("questions", "words")
