"""The REST API under /api/v1: programs act here under a token somebody made for them, by the rules the pages follow."""
