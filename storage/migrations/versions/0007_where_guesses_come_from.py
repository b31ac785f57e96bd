"""Where wrong passwords and sign-ins under way come from"""

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guesses",
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("locked_until", Instant(), nullable=True),
        sa.Column("last_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_guesses")),
    )
    op.create_index(op.f("ix_guesses_last_at"), "guesses", ["last_at"])
    op.add_column("sign_ins", sa.Column("address", sa.String(length=64), nullable=True))
    op.create_index(op.f("ix_sign_ins_address_until"), "sign_ins", ["address", "until"])
    op.create_index(
        op.f("ix_sessions_platform_user_id_ends_at"),
        "sessions",
        ["platform", "user_id", "ends_at"],
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_sessions_platform_user_id_ends_at"), "sessions")
    op.drop_index(op.f("ix_sign_ins_address_until"), "sign_ins")
    op.drop_column("sign_ins", "address")
    op.drop_index(op.f("ix_guesses_last_at"), "guesses")
    op.drop_table("guesses")
