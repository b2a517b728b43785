"""web.http: pages, API and what every request meets."""
