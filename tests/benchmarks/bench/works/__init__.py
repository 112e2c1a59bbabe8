"""What is measured, one kind of work a module: each takes a run and gives the figures of every server."""
