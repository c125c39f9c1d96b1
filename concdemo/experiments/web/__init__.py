"""Web servers and frameworks: a question a module, and what they share.

``common`` loads a stack and tells what that took, ``options`` and ``words`` are what several of
the questions can be asked for and what they say.
"""
