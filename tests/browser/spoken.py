"""What a screen reader is told, in its order: golden texts of Playwright's aria snapshots. Read one aloud before it is
changed: who it is comes first, then the safety line, then what was left, and nothing is told twice."""

SPOKEN = {
    "overview": """
- banner:
  - heading "C.L. 4471" [level=1]
  - text: sample 14 days ago
  - button "More"
- main:
  - region "Safety":
    - button "Substance use 18 Mar three glasses a night":
      - text: Substance use
      - time: 18 Mar
      - text: three glasses a night
  - region "Last time":
    - heading "Last time 1 Apr" [level=2]
    - list:
      - listitem:
        - button "no alcohol Mon-Thurs"
  - region "Goals":
    - heading "Goals 5 open" [level=2]
    - list:
      - listitem:
        - button "Share the care of father last time"
      - listitem:
        - button "Keep limits around work hours 2 ago"
      - listitem:
        - button "Cut back re-checking 5 ago"
  - region "Themes":
    - heading "Themes" [level=2]
    - list:
      - listitem:
        - button "Caring for father 18 steady, 18 of 21 sessions":
          - text: Caring for father 18
          - img "steady, 18 of 21 sessions"
      - listitem:
        - button "Evening wine 5 rising, 5 of 21 sessions":
          - text: Evening wine 5
          - img "rising, 5 of 21 sessions"
      - listitem:
        - button "Absent from family 10 fading, 10 of 21 sessions":
          - text: Absent from family 10
          - img "fading, 10 of 21 sessions"
  - region "Scores":
    - button "GAD-7 9"
    - button "PHQ-9 7"
- region "Echoes":
  - textbox "What was said before about":
    - /placeholder: said before about …
""",
    "which_client": """
- main:
  - heading "Which client is it?" [level=1]
  - paragraph: More than one client fits this chart.
  - list:
    - listitem:
      - paragraph: C.L. 4471 sample
      - paragraph: born 17 Apr 1982
      - button "Yes, this is the client"
    - listitem:
      - paragraph: C.L. 9902
      - paragraph: born 2 Jan 1960
      - button "Yes, this is the client"
- contentinfo:
  - button "More"
""",
    "note": """
- banner:
  - heading "C.L. 4471" [level=1]
  - text: sample 14 days ago
  - button "More"
- main:
  - button "Back"
  - heading "18 Mar 2025 progress" [level=2]
  - group "The note":
    - text: "S: Ct is acting director 🙂. Asked:"
    - mark: three glasses a night
    - text: ", Tom counted."
- region "Echoes":
  - textbox "What was said before about":
    - /placeholder: said before about …
""",
    "theme": """
- banner:
  - heading "C.L. 4471" [level=1]
  - text: sample 14 days ago
  - button "More"
- main:
  - button "Back"
  - heading "Caring for father steady" [level=2]
  - group: Change
  - heading "18 Mar 2025" [level=3]
  - list:
    - listitem:
      - button "Took the car keys while he napped, “felt like a thief.”"
  - heading "4 Mar 2025" [level=3]
  - list:
    - listitem:
      - button "Dad asked where Elaine was, twice."
    - listitem:
      - button "Aunt Carol offered to sit w/ Dad Sundays, ct told her no need"
- region "Echoes":
  - textbox "What was said before about":
    - /placeholder: said before about …
""",
    "more": """
- banner:
  - heading "C.L. 4471" [level=1]
  - text: sample 14 days ago
  - button "More"
- main:
  - button "Back"
  - heading "More" [level=2]
  - button "All goals"
  - button "All themes"
  - button "People 7"
  - button "Follow-ups 2 open"
  - button "Keep a note from this page"
  - button "Keep this client for a video call"
  - button "Not this client"
  - button "Settings"
  - button "Cover the panel"
  - button "Echoes from its note field off"
  - button "Point at the client anew"
  - button "Switch Eyeline off here ehr.example"
  - heading "Keys" [level=3]
  - term: Cover the panel at once; again to come back
  - definition: Alt+Shift+H
  - term: Back, or cover
  - definition: Esc
- region "Echoes":
  - textbox "What was said before about":
    - /placeholder: said before about …
""",
    "teach": """
- main:
  - heading "Show Eyeline the client" [level=1]
  - paragraph: With a chart open on ehr.example, point at the name, and at the record number or birth date. \
Eyeline keeps where they stand, not what they say.
  - list:
    - listitem:
      - paragraph: Client’s name
      - button "Point at the client’s name"
    - listitem:
      - paragraph: Record number
      - button "Point at the record number"
    - listitem:
      - paragraph: Birth date
      - button "Point at the birth date"
  - alert
  - button "Use these" [disabled]
- contentinfo:
  - button "More"
""",
}
