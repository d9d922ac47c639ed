"""Publishing sums without giving away an enterprise: protect, then audit, then publish.

problem    what is protected: cells, relations, contributions, the rules
primary    cells that are unsafe by themselves
protection which further cells must be withheld with them (system, attacks, heuristic, secondary, linear)
audit      the independent check by an outsider's linear programs
tables     rows and columns with margins as a problem
vintages   a vintage beside the earlier ones
derived    what is computed from a withheld value
surveys    figures compiled from returns as a problem
coarser    what to publish instead of a table full of marks
sheets     the csv form for checks from outside
"""
