"""From a plan's text to a checked, kept graph."""
