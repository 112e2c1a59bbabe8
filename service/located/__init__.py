"""The map: what is asked of it, the things it shows, what lies inside a shape, and one thing's panel."""
