"""What the page of a thing shows first, by what the thing is: read here, written out by the templates in doc/."""
