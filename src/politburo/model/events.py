"""One shape for everything worth telling: a row of integers.

Mechanisms add rows to the events of the month with `model.readings.tell`. Persons, bodies, offices, disputes, organisations, shocks
and liabilities are row numbers of `World`; -1 means none.

| kind | who | whom | body | thing | outcome | size |
| --- | --- | --- | --- | --- | --- | --- |
| SHOCK | | person concerned | | shock | ShockKind | size x 1000 |
| DEATH | | who died | | shock or -1 (life table) | | age in years |
| UNREST | | | | | | discontent x 1000 |
| RESPONSE | leader | | | dispute | Response | discontent x 1000 |
| COLLAPSE | leader | | | | | discontent x 1000 |
| LETTER_WRITTEN | author | | | | | |
| LETTER_DISCLOSED | leader | most criticised | | | Disclosure | |
| CONFIDENCE | | office holder | body | office | 1 kept, 0 lost | |
| OFFICE_FILLED | named by | new holder | filling body | office | | |
| OFFICE_CREATED | named by | first holder | filling body | office | | |
| LEADER_CHOSEN | who was chosen | who stood against him or -1 | bureau | office | 1 a new leader, 0 confirmed | |
| SECRETARIES | appointer | | | | | replaced this month |
| LEVY | leader | | | | 1 begins, 0 ends | admitted per month, thousands |
| PURGE | leader | | | | 1 begins, 0 ends | removed per month, thousands |
| COALITION | leader | chief person dropped or admitted | | ring size | Change | core size |
| BLOC | leader of the bloc | partner who joined | | 1 if they fought before | | size of bloc |
| OFFENSIVE, CHALLENGE | attacker | target | body or Arena | dispute | 1 carried, 0 lost, -1 no vote | rung sought |
| PARTY_VOTE | attacker | target | Arena.PARTY | dispute | 1 carried, 0 lost | organisations lost by the majority |
| SANCTION | leader | person | body | office lost or -1 | Rung | |
| RECANTATION, READMISSION | | person | | | | |
| YIELD | | person | | office given up or -1 (falls silent) | | |
| COUP | who tried | leader | | | 1 succeeded | |
| CONGRESS | leader | | congress | | newcomers elected | committee size |
| AUTONOMY | leader | | | dispute | +1 or -1 | policy x 1000 |

`weapon` is a liability used in the attack or -1. `cause` and `second` are the largest and second largest terms of
the equation that produced the event (`vocab.Cause`); `since` is the month of the event that led to it, -1 when that is
an initial fact.
"""

from __future__ import annotations

COLUMNS = (
    "kind",
    "who",
    "whom",
    "body",
    "thing",
    "weapon",
    "outcome",
    "ayes",
    "nays",
    "abstentions",
    "size",
    "cause",
    "second",
    "since",
)
