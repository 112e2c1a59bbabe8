"""The servers under measurement, one a module."""
