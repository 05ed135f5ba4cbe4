"""The local way: every process on its own on 127.0.0.1, so that each can be watched, stopped and killed alone.

Nothing restarts a process that ends: a test that kills one decides itself when it comes back.
"""
