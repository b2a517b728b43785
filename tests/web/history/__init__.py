"""web.access: each part alone, and a closed lab from outside."""
