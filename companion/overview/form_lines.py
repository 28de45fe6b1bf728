"""Lines of a form, in which nobody tells anything: a header with its fields, a table's row, boxes to tick, a measure's
items."""

from __future__ import annotations

from companion.overview.pattern import pattern
from companion.overview.reading import Reading
from companion.overview.sentences import Sentence

LONGEST_LINE = 400
"""Characters of a line that is looked at: a paragraph is no form."""

_FORM = pattern(
    r"^[ \t]*\||\|[^|\n]*\|"  # a row between bars
    r"|(?:\[[ xX✓✔]?\]|[☐☒☑])"  # boxes
    r"|\S[ \t]{3,}\S.*\S[ \t]{3,}\S"  # three fields or more, set apart
    r"|^[ \t]*(?:[\p{L}#./-]+[ \t]){0,2}?(?:DOS|DOB|MRN|ID|date of service|date|client|patient|counselor|clinician|"
    r"therapist|provider|location|attending|present|participants|printed|session|duration|referred by)[ \t]*[:#]"
    r"|^[ \t]*(?:\d{1,2}[.)]|\#\d{1,2}|item \d)[^\n]{4,90}(?:\?|[.:_]{2,}|[ \t]{2,}|\t)[ \t]*\d?[ \t]*$"  # an item
    r"|\b(?:LADC|LCSW|LMFT|LPC|LMHC|PsyD|LICSW|LCPC|PMHNP|LCADC)\b"
)


def is_form(reading: Reading, sentence: Sentence) -> bool:
    """Whether the line in which a sentence begins is a form's."""
    text = reading.note.text
    start = text.rfind("\n", max(0, sentence.start - LONGEST_LINE), sentence.start) + 1
    stop = text.find("\n", sentence.start, sentence.start + LONGEST_LINE)
    if start == 0 and sentence.start > LONGEST_LINE:
        return False
    line = text[start : stop if stop >= 0 else min(len(text), sentence.start + LONGEST_LINE)]
    return len(line) <= LONGEST_LINE and _FORM.search(line) is not None
