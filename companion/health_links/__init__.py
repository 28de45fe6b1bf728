"""SMART Health Links: what somebody shares by a link, fetched because the therapist said so, once.

The one way out of this computer besides a registered EHR, and off unless the command line is told to: see
docs/security.md. It reaches the link's own host alone.
"""
