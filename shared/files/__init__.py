"""Files from outside: what is opened of them is opened by a process of its own (`worker`), which has nothing but the file.

`taking` is the one door in and `copies` the one door out; `worker`, `images`, `pages` and `office` run inside that process alone.
"""
