"""Who may come in and what they may do, when the lab is closed: codes, cookies, tokens, rights, seats, limits.

On an open lab, which only its own machine reaches, everybody may do everything and nothing is asked.
"""
