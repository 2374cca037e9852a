"""Bytes to a Document: a registry of readers by type."""
