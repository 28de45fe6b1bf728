"""Past words found again: what is asked, in the words of the notes, and the places that answer it."""

from companion.recall.asking import Asking, asking
from companion.recall.caseload import EVERYTHING, Among, CaseloadRecall, ClientEcho
from companion.recall.fresh import FreshRecall
from companion.recall.open_recalls import OpenRecalls
from companion.recall.passages import mark_held_copies, new_file, passages_of, read_notes, to_row
from companion.recall.recall import ReadNote, Recall
from companion.recall.said_about import SaidAbout

__all__ = [
    "EVERYTHING",
    "Among",
    "Asking",
    "CaseloadRecall",
    "ClientEcho",
    "FreshRecall",
    "OpenRecalls",
    "ReadNote",
    "Recall",
    "SaidAbout",
    "asking",
    "mark_held_copies",
    "new_file",
    "passages_of",
    "read_notes",
    "to_row",
]
