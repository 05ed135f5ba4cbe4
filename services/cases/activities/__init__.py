"""The office's activities as cases hears of them, beside the complaints by children that came from the same places afterwards.

Owns: a copy of each activity that was held, fed by events from partners, which keeps activities. Knows the core; nothing below knows it.
"""
