"""What pages draw: matrix, neighbourhood and timeline, and the picture of a question's answer."""
