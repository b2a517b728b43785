"""The checkers of the lessons: each judges one task from the log. Pure."""
