"""Finding a passage from what one remembers of it."""
