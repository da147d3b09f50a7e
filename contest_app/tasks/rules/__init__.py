"""What may be done with sittings and answers: plain facts in, verdict out."""
