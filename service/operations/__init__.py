"""What an operator sees: figures, the log, and whether the data are those that this service answers for."""
