"""Writing over HTTP: who may, what is checked before it is kept, when each graph changed, what was withdrawn."""
