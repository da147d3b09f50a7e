"""The roles that people have; pages say pupil and juror, code says student and judge."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person does here; one person may have several."""

    STUDENT = "student"
    TEACHER = "teacher"
    JUDGE = "judge"
    CHAIR = "chair"
    ORGANIZER = "organizer"
    METHODOLOGIST = "methodologist"
    ADMINISTRATOR = "administrator"
    GUARDIAN = "guardian"
    CARER = "carer"  # the school's psychologist or deputy head, who answers for the pupils' well-being
