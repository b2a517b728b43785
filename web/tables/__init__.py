"""A session as tables for spreadsheets: its messages, and the values that were reported in it. CSV and XLSX."""
