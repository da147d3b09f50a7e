"""Stages of a contest, its formula, awarding, eligibility and late entries; each round judges one stage.

Revision ID: 0030
Revises: 0029
"""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

#: What contests that were made before had, by column: a JSON text or a word.
BEFORE = {
    "awarding": (sa.JSON(), '{"quota": null, "thresholds": [], "tie_breaks": []}'),
    "formula_settings": (sa.JSON(), "{}"),
    "supervisor": (sa.String(), "optional"),
    "eligibility": (
        sa.JSON(),
        '{"one_entry_a_nomination": true, "entries_a_person": null, "districts": []}',
    ),
    "late": (sa.JSON(), '{"accepts": false, "grace_hours": 0}'),
    "programmes": (sa.JSON(), "[]"),
    "documents": (sa.JSON(), '["protocol", "diplomas"]'),
}
ONE_STAGE = {
    "position": 0,
    "key": "region",
    "level": "region",
    "name": {"kk": "Облыстық кезең", "ru": "Областной этап", "en": "Regional stage"},
    "unit": "all",
}


def upgrade() -> None:
    """Add what a preset now says; a contest that was there has one stage, which its round judges."""
    _add_stages()
    with op.batch_alter_table("contests") as table:
        for name, (kind, value) in BEFORE.items():
            table.add_column(sa.Column(name, kind, nullable=False, server_default=value))
        table.drop_constraint("ck_contests_formula", type_="check")
        table.create_check_constraint(
            op.f("ck_contests_formula"), "formula IN ('mean', 'sum', 'trimmed_mean', 'best')"
        )
        table.create_check_constraint(
            op.f("ck_contests_supervisor"), "supervisor IN ('none', 'optional', 'required')"
        )
    with op.batch_alter_table("age_groups") as table:
        table.add_column(sa.Column("adults", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("rounds") as table:
        table.add_column(sa.Column("formula_settings", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("stage_id", sa.Uuid(), nullable=True))
    _give_stages()
    _drop_defaults()


def downgrade() -> None:
    """Drop them; a formula that has no word of old becomes the mean."""
    with op.batch_alter_table("rounds") as table:
        table.drop_constraint(op.f("uq_rounds_stage_id"), type_="unique")
        table.drop_constraint(op.f("fk_rounds_stage_id_stages"), type_="foreignkey")
        table.drop_column("stage_id")
        table.drop_column("formula_settings")
    with op.batch_alter_table("age_groups") as table:
        table.drop_column("adults")
    op.execute("UPDATE contests SET formula = 'mean' WHERE formula NOT IN ('mean', 'sum')")
    with op.batch_alter_table("contests") as table:
        table.drop_constraint(op.f("ck_contests_supervisor"), type_="check")
        table.drop_constraint(op.f("ck_contests_formula"), type_="check")
        table.create_check_constraint(op.f("ck_contests_formula"), "formula IN ('mean', 'sum')")
        for name in BEFORE:
            table.drop_column(name)
    op.drop_table("stages")


def _add_stages() -> None:
    op.create_table(
        "stages",
        sa.Column("contest_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("promotes", sa.JSON(), nullable=True),
        sa.Column("on_site", sa.JSON(), nullable=True),
        sa.Column("rubric", sa.JSON(), nullable=True),
        sa.Column("reviews", sa.Integer(), nullable=True),
        sa.Column("judging_days", sa.Integer(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("level IN ('school', 'district', 'region', 'republic')", name=op.f("ck_stages_level")),
        sa.CheckConstraint("unit IN ('school', 'district', 'all')", name=op.f("ck_stages_unit")),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name=op.f("fk_stages_contest_id_contests"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stages")),
        sa.UniqueConstraint("contest_id", "key", name=op.f("uq_stages_contest_id_key")),
        sa.UniqueConstraint("contest_id", "position", name=op.f("uq_stages_contest_id_position")),
    )


def _give_stages() -> None:
    names = ("id", "contest_id", *ONE_STAGE)
    kinds = {"id": sa.Uuid(), "contest_id": sa.Uuid(), "position": sa.Integer(), "name": sa.JSON()}
    stages = sa.table("stages", *(sa.column(name, kinds.get(name, sa.String())) for name in names))
    contests = sa.table("contests", sa.column("id", sa.Uuid()))
    found = op.get_bind().execute(sa.select(contests.c.id)).scalars().all()
    if found:
        rows = [{"id": uuid.uuid4(), "contest_id": contest_id, **ONE_STAGE} for contest_id in found]
        op.bulk_insert(stages, rows)
    op.execute(
        "UPDATE rounds SET stage_id = (SELECT stages.id FROM stages WHERE stages.contest_id = rounds.contest_id)"
    )


def _drop_defaults() -> None:
    with op.batch_alter_table("contests") as table:
        for name in BEFORE:
            table.alter_column(name, server_default=None)
    with op.batch_alter_table("age_groups") as table:
        table.alter_column("adults", server_default=None)
    with op.batch_alter_table("rounds") as table:
        table.alter_column("formula_settings", server_default=None)
        table.alter_column("stage_id", nullable=False)
        table.create_foreign_key(
            op.f("fk_rounds_stage_id_stages"), "stages", ["stage_id"], ["id"], ondelete="CASCADE"
        )
        table.create_unique_constraint(op.f("uq_rounds_stage_id"), ["stage_id"])
