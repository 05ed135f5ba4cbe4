"""The figures of the office for whoever writes about it: each drawn with its table, to be shown in pages of other sites, and with how it is cited.

Owns nothing and counts nothing: it tells what the register and the commitments count for anybody. Knows the core and these two; nothing below
knows it.
"""
