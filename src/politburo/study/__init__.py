"""Questions put to a scenario, in rooms; a room imports only from those below it.

| room | holds |
| --- | --- |
| `validation` | the record against the model, and its page |
| `forecasting` | forecasts, their truths and rivals, scores, and what the model learns from the successions of the catalog |
| `questions` | what if, why, how else, what matters, who was winning |
| `running` | many histories of a scenario: made, made again, shared out, saved, opened, tabled |
| `evidence` | what an item of a record is in a simulated history, and how probable it is there |
"""
