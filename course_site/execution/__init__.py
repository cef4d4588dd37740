"""Running a page's cells once, and remembering what came out for as long as nothing they use changes."""
