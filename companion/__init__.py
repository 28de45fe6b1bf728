"""Eyeline's local service: reads a therapist's own notes and answers for the chart that is open."""
