"""The domain of the lab: topics, messages, records, the session log, settings. No network, ever."""
