"""Treatment goals are read in the layouts in which therapists and record systems write plans and reviews."""

from __future__ import annotations

import time
from datetime import date

import pytest

from companion.overview.goals import find_goals
from companion.overview.reading import read
from companion.overview.sessions import sessions_of
from companion.record import Note, NoteKind, TreatmentGoal


def goals(*texts: tuple[NoteKind, str]) -> tuple[TreatmentGoal, ...]:
    notes = []
    for place, (kind, text) in enumerate(texts):
        day = date(2025, 1 + place, 6)
        notes.append(Note(f"n{place}", f"{place:03}.txt", kind, "narrative", "record", day, day, text))
    readings = read(notes)
    found = find_goals(readings, sessions_of(readings))
    words = {note.id: note.text for note in notes}
    for goal in found:
        source = goal.source
        assert words[source.note_id][source.start : source.end] == source.quote
        assert goal.text == " ".join(source.quote.split())
        assert len(source.quote) <= 300
    return found


LAYOUTS = {
    "problem, goal, objectives": (
        "TREATMENT PLAN\nProblem 1: Nightmares after the crash\nGoal: Drive past the junction without pulling over\n"
        "Objectives:\na) Write the trauma account\nb) Drive with partner twice\nInterventions: CPT weekly\n"
        "Problem 2: Isolation\nGoal: See one friend each week\nObjectives:\na) List three friends\n",
        ["Drive past the junction without pulling over", "See one friend each week"],
    ),
    "problem, LTG and STG in one line": (
        "Problem #1 – Checking. LTG: Leave the flat within ten minutes. STG 1.1: Check "
        "the stove once. STG 1.2: No photos.\n"
        "Problem #2 – Mood. LTG: Play in the band again. STG 2.1: Tune the bass.\n",
        ["Leave the flat within ten minutes", "Play in the band again"],
    ),
    "long-term goal with a dash": (
        "Long-term goal 1 - Stay off opioids for six months\n  Short-term goal 1a - attend groups\n"
        "Long-term goal 2 - Regain weekend visits with the kids\n",
        ["Stay off opioids for six months", "Regain weekend visits with the kids"],
    ),
    "numbers under a heading": (
        "TREATMENT GOALS\n1) Argue without leaving the house\n2) Share the budget on "
        "Sundays\n\nMETHODS\n1) EFT weekly\n",
        ["Argue without leaving the house", "Share the budget on Sundays"],
    ),
    "numbers in brackets": (
        "Tx goals:\n(1) Hand in homework four days of five\n(2) No phone after ten\nFrequency: weekly\n",
        ["Hand in homework four days of five", "No phone after ten"],
    ),
    "letters": (
        "Aims\na. Visit the grave with sister\nb. Sort the wardrobe by spring\n",
        ["Visit the grave with sister", "Sort the wardrobe by spring"],
    ),
    "romans": (
        "What we are working on:\nI. Touch door handles without washing\nII. One shower a day under ten minutes\n"
        "III. Eat lunch at work\n",
        ["Touch door handles without washing", "One shower a day under ten minutes", "Eat lunch at work"],
    ),
    "bullets with objectives below": (
        "GOALS\n• Pay bills on the first of the month\n   - set an alarm\n   - use the "
        "folder\n• Arrive at work by nine\n",
        ["Pay bills on the first of the month", "Arrive at work by nine"],
    ),
    "stars": ("Goals for treatment:\n* Cook with mom on Fridays\n* Text before curfew\n", None),
    "objectives alone": (
        "Problem: Panic\nObjectives:\n1. Ride the tram to the library\n2. Queue at the shop alone\nInterventions:\n"
        "1. Exposure\n2. Psychoeducation\n",
        ["Ride the tram to the library", "Queue at the shop alone"],
    ),
    "inline numbers": (
        "Dx: F43.10. Goals: 1) sleep in own bed; 2) tell brother what happened; 3) return "
        "to choir.\nPlan: weekly EMDR.\n",
        ["sleep in own bed", "tell brother what happened", "return to choir"],
    ),
    "inline letters": (
        "Goals: (a) finish the semester, (b) see dad twice a month and (c) stop skipping lunch.\n",
        ["finish the semester", "see dad twice a month", "stop skipping lunch"],
    ),
    "told in order": (
        "Met with the couple today. We agreed on three goals. First, to hold one talk a week without phones. "
        "Second, to split the night feeds. Third, to spend an evening out each month. Weekly sessions.\n",
        ["hold one talk a week without phones", "split the night feeds", "spend an evening out each month"],
    ),
    "told in one sentence": (
        "Her goals are to sleep through the night, to drive on the highway and to speak "
        "to her aunt again. CBT weekly.\n",
        ["sleep through the night", "drive on the highway", "speak to her aunt again"],
    ),
    "lettered goals": (
        "Goal A. Keep the diary at work\nGoal B. Say no to Sunday shifts\n",
        ["Keep the diary at work", "Say no to Sunday shifts"],
    ),
    "numbers as words": (
        "Goal one: Walk into the church hall\nGoal two: Hold the baby without gloves\n",
        ["Walk into the church hall", "Hold the baby without gloves"],
    ),
    "text on the next line": (
        "GOAL 1 / target 6 mo\nDrink on no more than one day a week\nObj: log drinks\n\nGOAL 2 / target 3 mo\n"
        "Repair the friendship with Lena\n  Interventions: role play\n",
        ["Drink on no more than one day a week", "Repair the friendship with Lena"],
    ),
    "table with bars": (
        "| # | Goal | Objective | Target | Status |\n|---|---|---|---|---|\n| 1 | Ride "
        "the lift to floor five | ladder | 6/25 |"
        " ongoing |\n| 2 | Fly to Oslo in June | video | 6/25 | met 1/3/25 |\n\nCBT weekly.\n",
        ["Ride the lift to floor five", "Fly to Oslo in June"],
    ),
    "table with tabs": (
        "Goal\tObjective\tTarget\tStatus\nKeep the room tidy\tten minutes "
        "daily\t5/25\tActive\nBe home by nine\ttext dad\t5/25\t"
        "Active\n",
        ["Keep the room tidy", "Be home by nine"],
    ),
    "Markdown": (
        "## Treatment plan\n### Goal 1\nRead the letters from mother\n- Objective: open "
        "one\n### Goal 2: Sing at the memorial\n"
        "**Interventions:** narrative work\n",
        ["Read the letters from mother", "Sing at the memorial"],
    ),
    "aims": ("Aim 1: Use the planner daily\nAim 2: Finish one task before the next\n", None),
    "targets": ("Target 1: Throw out ten bags of papers\nTarget 2: Have a guest for coffee\n", None),
    "Tx goal #": ("Tx goal #1 – Attend five meetings a week\nTx goal #2 – Find a sponsor\n", None),
    "focus": ("Focus 1: Talk to Tom about the loss\nFocus 2: Return to the garden club\n", None),
    "wrapped": (
        "Goals\n1. Stay in the classroom for the whole lesson when the noise gets\n   too much, four days of five\n"
        "2. Ask for a break with the card instead of walking out of the\n   room\n",
        [
            "Stay in the classroom for the whole lesson when the noise gets too much, four days of five",
            "Ask for a break with the card instead of walking out of the room",
        ],
    ),
    "date and percentage inside": (
        "Goal 1: Cut ritual time by 50% by 6/1/25\nGoal 2: Be at school 90% of days. Target date: 9/1/25\n",
        ["Cut ritual time by 50% by 6/1/25", "Be at school 90% of days."],
    ),
    "title and dash": (
        "Goals:\n1. Sleep - in bed by 11 on school nights\n2. Work - ask for the Friday off\n",
        ["Sleep - in bed by 11 on school nights", "Work - ask for the Friday off"],
    ),
    "whose goal": (
        "Ana's goal: Speak up before resentment builds\nBen's goal: Stay in the room when criticised\n"
        "Shared goal: One outing a week without the kids\n",
        [
            "Speak up before resentment builds",
            "Stay in the room when criticised",
            "One outing a week without the kids",
        ],
    ),
    "lines without signs": (
        "GOALS\nSpend less than an hour on mirrors\nEat at the canteen with others\n\nINTERVENTIONS\nERP weekly\n",
        ["Spend less than an hour on mirrors", "Eat at the canteen with others"],
    ),
    "verbs only": (
        "TREATMENT PLAN\nDx: F10.20\nReduce drinking to weekends.\nAttend the Tuesday group.\nCBT weekly\n"
        "Coordinate w/ PCP re labs.\n",
        ["Reduce drinking to weekends.", "Attend the Tuesday group."],
    ),
    "numbers below the title": (
        "TREATMENT PLAN 1/6/25\n1. Return to part-time work by March\n2. Decrease cannabis to weekends\n"
        "Interventions: MI, CBT\n",
        ["Return to part-time work by March", "Decrease cannabis to weekends"],
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_goal_lines_of_a_layout_are_the_goals(name: str) -> None:
    text, expected = LAYOUTS[name]
    if expected is None:
        lines = [line for line in text.splitlines() if not line.endswith(":")]
        expected = [max(line.replace(" – ", ": ").split(": "), key=len).lstrip("* ") for line in lines]
    assert [goal.text.rstrip(".") for goal in goals(("plan", text))] == [words.rstrip(".") for words in expected]


@pytest.mark.parametrize(
    "text",
    [
        "Interventions:\n1. CBT weekly\n2. Coordinate w/ PCP\n",
        "Dx: F41.1\nPlan: weekly sessions, CBT.\nCoordinate w/ Dr. Holm re meds.\n",
        "Progress toward goals: fair.\nBarriers: transport.\n",
        "Strengths: humour, family.\nFrequency: q2wk.\nSigned 1/6/25\n",
    ],
)
def test_what_the_therapist_does_is_no_goal(text: str) -> None:
    assert goals(("plan", text)) == ()


PLAN = (
    "Goals:\n1. Sleep - in bed by 11 on school nights\n2. Work - ask the manager for Fridays off\n"
    "3. Cut cannabis to weekends only\n"
)
A, M, D = "active", "achieved", "discontinued"


@pytest.mark.parametrize(
    ("review", "statuses"),
    [
        ("PLAN REVIEW\n1: met. 2: ongoing. 3: dropped, see note\n", [M, A, D]),
        ("Review\nSleep: met 2/4/25; Work: continue; Cannabis: discontinued\n", [M, A, D]),
        ("Review\nSleep - MET\nWork - ONGOING\nCannabis - DROPPED\n", [M, A, D]),
        ("Goal 1: MET 2/4/25\nGoal 2: Continue\nGoal 3: on hold\n", [M, A, A]),
        (
            "1. Sleep - in bed by 11 on school nights\n   Status: met\n2. Work - ask the manager for Fridays off\n"
            "   Status: ongoing\n3. Cut cannabis to weekends only\n   Progress: 50%\n",
            [M, A, A],
        ),
        (
            "Goals\n1. Sleep - in bed by 11 on school nights -> MET\n2. Work - ask the "
            "manager for Fridays off. Rating 3/5\n"
            "3. Cut cannabis to weekends only (met)\n",
            [M, A, M],
        ),
        (
            "Goals\n[x] Sleep - in bed by 11 on school nights\n[ ] Work - ask the manager for Fridays off\n"
            "[ ] Cut cannabis to weekends only\n",
            [M, A, A],
        ),
        (
            "Goals\n1. Sleep - in bed by 11 on school nights, achieved on 2/1/25\n"
            "2. Work - ask the manager for Fridays off, modified to: ask for one Friday\n"
            "3. Cut cannabis to weekends only; discontinued\nNew goal: Eat breakfast before class\n",
            [M, A, D, A],
        ),
        (
            "| Goal | Status |\n|---|---|\n| Sleep - in bed by 11 on school nights | Met 2/1/25 |\n"
            "| Work - ask the manager for Fridays off | Ongoing |\n| Cut cannabis to weekends only | Discontinued |\n",
            [M, A, D],
        ),
    ],
)
def test_a_review_gives_each_goal_its_status_and_repeats_none(review: str, statuses: list[str]) -> None:
    found = goals(("plan", PLAN), ("plan", review))
    assert [goal.status for goal in found] == statuses


def test_a_progress_note_that_reviews_the_plan() -> None:
    said = "P: Plan reviewed: goals 1 and 3 met, 2 continues, added goal 4: Call grandmother on Sundays.\n"
    found = goals(("plan", PLAN), ("progress", said))
    assert [goal.status for goal in found] == [M, A, M, A]
    assert found[3].text == "Call grandmother on Sundays"


def test_a_table_gives_the_status_of_its_row() -> None:
    found = goals(("plan", LAYOUTS["table with bars"][0]))
    assert [(goal.status, goal.closed) for goal in found] == [(A, None), (M, date(2025, 1, 3))]


@pytest.mark.parametrize(
    "unit",
    [
        "Goal 1: walk. ",
        "1) a 2) b ",
        "| Goal |\n",
        "- walk daily now\n",
        "1: met. ",
        "(a) to ",
        "### a\n\n",
        "Dx 1: F1\n 1. walk\n",
        "a b -> c d e\n",
    ],
)
def test_a_hostile_plan_is_read_in_little_time(unit: str) -> None:
    before = time.process_time()
    goals(("plan", "Goals: " + unit * (65536 // len(unit))), ("plan", "Goals:\n" + unit * (65536 // len(unit))))
    goals(("plan", unit * (65536 // len(unit))), ("plan", "Target: walk on\n" * 4096))
    assert time.process_time() - before < 20
