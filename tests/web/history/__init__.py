"""web.history: the session list, series and search."""
