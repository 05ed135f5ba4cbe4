"""What the office asks children: nothing before its nine conditions are written down and another person opened it, no answer with a name, and no result
of few answers.

Owns: consultations, the record of their conditions, how many children agreed, and their answers in counts. Knows nothing of complaints.
"""
