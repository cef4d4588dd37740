"""The site machinery: pure functions from page text to page text, and one module that knows MkDocs."""
