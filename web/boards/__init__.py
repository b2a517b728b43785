"""Files for boards, filled in with what each needs to join this lab. Pure, but for reading the templates."""
