"""What it means: outcomes, summaries and contrasts, from the records of a play."""
