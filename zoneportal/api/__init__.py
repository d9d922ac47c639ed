"""The read-only JSON interface for programs: one declaration feeds the answers and their description."""
