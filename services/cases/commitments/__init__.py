"""What the State owes to children because others asked it to: committees of the United Nations, the review of human rights, the Union, the
Assembly, and its own plans.

Owns: each document with its paragraphs as they read and when that became known, what the State said of each, what the office found and who
confirmed it, what each is tied to, and what the Assembly made of the recommendations of the office. Knows the core (facts, rules of findings,
looks at texts), the importer of recommendations to the office, gaps, indicators and visits. It has no clock, no letter and no reminder: what is
not kept becomes a gap, and a gap an act.
"""
