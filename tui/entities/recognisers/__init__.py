"""Recognisers: a Document to mentions."""
