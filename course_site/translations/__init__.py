"""Translations that say themselves which of their passages are behind the English."""
