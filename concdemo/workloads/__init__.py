"""What a task does.  A workload knows nothing of modes, pools or other tasks.

Each is a class with the methods of ``concdemo.modes.pool.Work``: ``open`` makes what
one worker keeps, ``call`` does one task and returns its checksum, ``close`` gives up;
``aopen``, ``acall`` and ``aclose`` are the same for a lane of an event loop.
"""
