"""What was found, for people: tables and words for the screen, charts for paper. Reads results, never simulates."""
