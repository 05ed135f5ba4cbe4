"""Journeys over a whole installation, which lives as long as this folder."""
