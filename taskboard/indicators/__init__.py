"""The other half of the briefing: the quarter's figures against plan and same period, and a word on each field."""
