"""The issues of the office's bulletin: drafted from what became public, introduced by one person, approved by another, and numbered.

Owns: issues, their introductions and which acts and publications they tell. Knows the outlets and the library, of whose words it keeps none:
what is changed or taken back there is changed or gone in every issue.
"""
