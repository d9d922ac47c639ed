"""A written import or merge is taken back as one unit; what cannot go is named with the reason."""
