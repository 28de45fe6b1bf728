"""Texts that a note, a name or a page may hold to hurt who shows them."""
