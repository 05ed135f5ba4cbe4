"""`besa doctor`: looks at what one service stands on, and says of each thing that is wrong what to do. It changes nothing but a
probe that it takes away again, and prints no secret: neither a value of a variable nor a server's own words.
"""
