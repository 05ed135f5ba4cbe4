"""Activities that anybody reads of are compared with the sealed files again, once a day: files came since, and their words may name a child
of one of them.

Owns nothing: the looks are those of comparing, what is announced is the activities'. Nothing disappears by itself; a person is asked, who
takes it off or says why it stays.
"""
