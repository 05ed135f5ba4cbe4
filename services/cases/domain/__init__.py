"""The rules of the office as plain Python: values in, values out, the day is an argument.

Imports the standard library and shared.rules, nothing else, so that a jurist's question is answered by one small file
and a thousand cases run in a second. What the law or the practice may change (terms, kinds of act, ladders) is data that
the caller reads and hands in.
"""
