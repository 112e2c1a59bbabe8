"""What HTTP asks of every room: media types and the choice among them, addresses, arguments, and what went wrong."""
