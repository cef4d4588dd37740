"""Brings paper notes in from Notion, BibTeX and CSV, and takes them out again, losing nothing."""
