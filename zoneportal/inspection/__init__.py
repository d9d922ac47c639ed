"""The self-check: what an inspection of government sites would find, told to those who can mend it."""
