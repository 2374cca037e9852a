"""One module a format: annotations to bytes, and back where that makes sense."""
