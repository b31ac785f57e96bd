"""What comes due first"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_deadlines_state_due_at"), "deadlines", ["state", "due_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_deadlines_state_due_at"), "deadlines")
