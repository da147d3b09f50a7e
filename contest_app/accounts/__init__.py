"""People: users, roles, schools, classes, pupils' codes, consent and guardianship."""
