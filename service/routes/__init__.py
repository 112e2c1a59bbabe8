"""Routes: one blueprint a file; they translate HTTP and nothing else."""
