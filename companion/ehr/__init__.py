"""EHRs that the therapist registered: how Eyeline is opened from inside one, and what it fetches from one.

    registration  which EHR, as which app, and which hosts may be contacted for it
    contact       the one way out: those hosts alone
    discovery     what the EHR says of how it lets apps in
    launches      SMART App Launch: out to the EHR's login, and back with a code
    tokens        what the code is changed for; kept in the vault alone
    patient       who the EHR says the patient is
    pull          what is new in the EHR about that patient
    signature     CDS Hooks: whether it is the EHR that asks
    hooks         CDS Hooks: what it may ask, and the one card it may get

Nothing here knows a client, a vault or HTTP that comes in: `companion/ehr_desk.py` joins them. See
docs/decisions/0014-ehr-plugin.md.
"""
