"""What people say about pupils' work: a queue, two raters who work apart, a third where they disagree."""
