"""What a region sees: results by district, school, language, grade and place, with intervals, small groups hidden."""
