"""What stands in front of Flask, and what every request passes: limits, bodies, known answers, lookups, the log."""
