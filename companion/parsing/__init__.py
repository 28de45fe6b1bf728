"""Where bytes that somebody else wrote are read: a process of its own, without keys, files or network.

`pool.py` is the companion's side, `worker.py` the other; `frames.py` is what they speak.
"""
