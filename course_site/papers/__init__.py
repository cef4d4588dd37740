"""Paper notes: one Markdown file a paper, checked, shown as a database, cited from lessons."""
