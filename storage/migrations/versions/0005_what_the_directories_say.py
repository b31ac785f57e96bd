"""What the platforms' directories say of people and departments"""

import sqlalchemy as sa
from alembic import op

from storage.columns import Json

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("identities", sa.Column("away", sa.String(length=16), nullable=True))
    op.add_column("departments", sa.Column("listed", Json(), nullable=True))


def downgrade() -> None:
    op.drop_column("departments", "listed")
    op.drop_column("identities", "away")
