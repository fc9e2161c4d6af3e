"""What evaluate.py measures: one file per question."""
