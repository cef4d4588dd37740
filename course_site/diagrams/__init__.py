"""Diagrams of diagrams.net: read, checked against one table of conventions, described and drawn."""
