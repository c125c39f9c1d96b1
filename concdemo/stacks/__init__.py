"""Web stacks: a framework on a server with its options, the apps they run, and their keeper.

What is asked of them, and what follows from it, is for experiments; how they are loaded is for
``net.load``.
"""
