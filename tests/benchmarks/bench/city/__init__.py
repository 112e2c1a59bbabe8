"""A generated city: plans of the same shape as the real one."""
