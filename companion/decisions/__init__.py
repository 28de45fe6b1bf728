"""What the therapist decided about what was found, and findings with it put over them.

Decisions are kept apart from findings, by keys that are stable over re-reading, and put over them only when a reply is
made: the findings themselves stay as they were read. What is no longer found sleeps: its decision is kept, and holds
again when it is found again. Pure: record types in and out.

    decision.py    one decision: about what, under which key, and which values it may have
    decisions.py   all of them, as they are looked up
    places.py      where a mention stands, found again when a new version cuts it otherwise
    calendar.py    in which order and in which sessions mentions stand
    theme_parts.py themes merged and split, with what they then show of time
    themes.py      themes as they are shown: named, hidden, pinned
    goals.py       goals named, corrected, added
    follow_ups.py  what came of a follow-up
    people.py      people named, told of otherwise, merged, hidden
    risk.py        what a mention of a risk asserts, corrected
    decided.py     all findings of a client with all decisions over them: the one place where both meet
    made.py        the list of decisions, with what each was about and what undoes it
    keeping.py     whether a decision can be made now, and what it is kept under
"""

from companion.decisions.decided import Decided, DecidedSafety
from companion.decisions.decision import About, Decision, SplitOff, Value, What, to_json
from companion.decisions.decisions import Decisions
from companion.decisions.follow_ups import DecidedFollowUp
from companion.decisions.goals import DecidedGoal, GoalField
from companion.decisions.keeping import Kept, to_keep
from companion.decisions.made import MadeDecision, Subject, made_decisions
from companion.decisions.people import DecidedPerson, Hidden, PersonField
from companion.decisions.places import Place
from companion.decisions.risk import DecidedRisk
from companion.decisions.themes import DecidedTheme, ThemeName

__all__ = [
    "About",
    "Decided",
    "DecidedFollowUp",
    "DecidedGoal",
    "DecidedPerson",
    "DecidedRisk",
    "DecidedSafety",
    "DecidedTheme",
    "Decision",
    "Decisions",
    "GoalField",
    "Hidden",
    "Kept",
    "MadeDecision",
    "PersonField",
    "Place",
    "SplitOff",
    "Subject",
    "ThemeName",
    "Value",
    "What",
    "made_decisions",
    "to_json",
    "to_keep",
]
