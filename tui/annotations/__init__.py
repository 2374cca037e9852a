"""What the reader adds to a text, and how it is kept and taken away."""
