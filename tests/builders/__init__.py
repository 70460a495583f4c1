"""Builders: the smallest real rows a test needs, one file an app."""
