"""What anybody reads already is compared with the sealed files again, once a day: files came since, and it may name a child of one of them.

Owns nothing: the looks are those of comparing, what is shown is the library's and the bulletin's. Nothing disappears by itself; a person is
asked, who withdraws it where it stands or says why it stays.
"""
