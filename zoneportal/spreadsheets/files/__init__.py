"""A hostile file becomes rows of raw cells, in a child process within limits. Nothing here knows Django.

`reading` is the parent, `parsing` the child; the others look at one kind of file or at one danger each.
"""
