"""Who may come in and what they may do, when the lab is closed: codes, cookies, tokens, rights, seats, limits.

An open lab, which only its own machine reaches, checks nothing: everybody may do everything.
"""
