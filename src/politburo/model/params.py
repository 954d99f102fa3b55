"""Every parameter: default, prior, unit and reason. Those that are held at one value stand in `model.habits`.

An ensemble draws each parameter from a flat prior between `low` and `high` (decision 0002); `Params()` holds the defaults. The
twenty marked *estimate* are learned (`politburo learn`): a screening on the data showed that they move the scores, but for `bereft` and
`sent`, which are newer than it. The others are held at their defaults where learned sets are used. Priors are written down before what
they are judged on is opened, and are changed only with a line in `MODEL.md`.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from politburo.model.declared import prior, variant
from politburo.model.habits import Habits


@dataclass(frozen=True, kw_only=True)
class Params(Habits):
    """Parameters of the model; an instance holds the defaults, or other values by name."""

    # power
    formal_weight: float = prior(
        0.42,
        0.25,
        0.60,
        "share",
        "weight of formal majorities in power: the historians' dispute",
        estimate=True,
    )
    institution_share: float = prior(
        0.6,
        0.3,
        0.9,
        "share",
        "place in the institutions (seats, ranks) against secretaries and clients in the formal part",
        estimate=True,
    )
    claim_seat: float = prior(
        2.0,
        0.0,
        4.0,
        "logit",
        "a full seat in the bureau, in power and in the vote on the first place",
        estimate=True,
    )
    claim_first: float = prior(2.0, 0.0, 4.0, "logit", "holding the first place", estimate=True)
    claim_second: float = prior(
        1.0, 0.0, 4.0, "logit", "being deputy of the leader, or running his secretariat", estimate=True
    )
    claim_executive: float = prior(
        1.0, 0.0, 4.0, "logit", "heading the government or the state with powers of one's own", estimate=True
    )
    prestige_weight: float = prior(0.55, 0.45, 0.65, "share", "prestige against offices in the informal part")
    reference_offices: float = prior(
        4.0,
        3.0,
        5.0,
        "resources",
        "bundle against which few offices are measured: a trivial post is not everything",
    )
    rung_exponent: float = prior(
        1.3,
        1.0,
        1.6,
        "exponent",
        "how fast the power of a sanctioned person falls with the rung of the sanction",
    )
    recanted_weight: float = prior(0.15, 0.05, 0.25, "share", "power left to one who has recanted")
    lending: float = prior(0.6, 0.4, 0.8, "share", "power that a wholly loyal client lends to his patron")
    sight: float = prior(
        0.12, 0.06, 0.2, "per month", "pace at which the power that others see follows power"
    )
    power_noise: float = prior(
        0.2, 0.12, 0.28, "log sd", "uncertainty of powers when coalitions are judged", estimate=True
    )
    # ties
    credibility: float = prior(0.5, 0.0, 1.0, "share", "how far ties derived from the record can be believed")
    service_tie: float = prior(0.3, 0.15, 0.45, "trust", "trust from a long shared service")
    late_ties: float = variant("share", "documented ties of the last months before the start: a variant only")
    bond: float = prior(
        0.12, 0.06, 0.18, "per month", "trust that a common danger builds inside the coalition"
    )
    envy: float = prior(
        0.4,
        0.1,
        0.9,
        "per month",
        "trust that another's advantage costs when no danger is left",
        estimate=True,
    )
    collegial: float = prior(
        0.5, 0.25, 0.75, "share", "how far collegiality dampens envy and appointments kept to oneself"
    )
    affront: float = prior(0.25, 0.15, 0.35, "trust", "trust that an attack costs")
    misery: float = prior(
        0.02, 0.01, 0.03, "per month", "pace at which fellow victims come to trust each other"
    )
    # coalitions
    threshold: float = prior(0.5, 0.5, 0.55, "share", "share of power that a coalition must exceed (alpha)")
    sharpness: float = prior(
        0.05,
        0.03,
        0.08,
        "share",
        "width of the range of power shares over which a coalition passes from losing to winning",
    )
    winning: float = prior(1.0, 0.75, 1.25, "utility", "weight of winning in the choice of a coalition")
    stability: float = prior(
        1.5,
        0.5,
        3.0,
        "utility",
        "weight of the probability of being self-enforcing in the choice of a coalition",
    )
    trust_inside: float = prior(
        2.0, 1.0, 3.0, "utility", "weight of mean trust among the members in the choice of a coalition"
    )
    alone: float = prior(0.3, 0.1, 0.5, "trust", "mean trust that counts for a coalition of one person")
    spread: float = prior(
        2.0, 1.0, 3.0, "utility", "weight of disagreement among the members in the choice of a coalition"
    )
    surplus: float = prior(2.5, 1.0, 4.0, "utility", "cost of more power than winning needs")
    danger: float = prior(
        8.0, 2.0, 12.0, "utility", "weight of a common danger, through trust", estimate=True
    )
    inertia: float = prior(1.2, 0.4, 2.5, "utility", "cost of dropping one member", estimate=True)
    bereft: float = prior(
        0.3, 0.0, 1.0, "share", "inertia that is left when a coalition has lost its leader", estimate=True
    )
    admission_price: float = prior(
        0.7, 0.4, 1.0, "share", "cost of admitting one member, as a share of that of dropping one"
    )
    consent: float = prior(
        1.5, 0.75, 2.25, "utility", "weight of the least content member in the choice of a coalition"
    )
    consent_trust: float = prior(
        0.5,
        0.25,
        0.75,
        "utility",
        "weight of trust against the share of the spoils in the contentment of a member",
    )
    unity: float = prior(
        0.35, 0.2, 0.5, "share", "how far outsiders count as united whatever they think of each other"
    )
    temperature: float = prior(0.5, 0.3, 0.7, "utility", "chance in the choice of a coalition")
    reconsider: float = prior(
        0.1, 0.02, 0.2, "per month", "chance that the core is reconsidered", estimate=True
    )
    fit_to_lead: float = prior(
        0.3, 0.2, 0.4, "capacity", "capacity below which nobody takes part in coalitions"
    )
    ring: float = prior(12.0, 6.0, 18.0, "utility", "drive to co-opt outsiders in danger or need")
    unite: float = prior(0.5, -0.5, 1.5, "utility", "readiness of outsiders to declare a bloc")
    ban_cost: float = prior(
        0.5, 0.0, 1.0, "logit", "what a ban on factions adds to the cost of declaring a bloc"
    )
    vigilance: float = variant(
        "per month per share", "chance that partners notice power taken beyond what they saw (Svolik)"
    )
    # the first place
    fill_first: float = prior(
        0.8, 0.6, 0.95, "per month", "rate of votes on the first place once it is vacant or contested"
    )
    fill_ill: float = prior(
        0.05, 0.0, 0.1, "per month", "rate of votes on the first place while its holder lives but cannot act"
    )
    succession_tie: float = prior(
        1.0, -1.0, 3.0, "logit", "a tie to the predecessor, in the vote on the first place", estimate=True
    )
    succession_trust: float = prior(
        2.0, 0.0, 4.0, "logit", "weight of a voter's trust in the vote on the first place"
    )
    # offensives
    offensive_rate: float = prior(
        0.04, 0.02, 0.08, "per meeting", "rate of attacks by the coalition, before its reasons"
    )
    threat: float = prior(
        12.0, 6.0, 18.0, "utility", "weight of the target's seen power against the leader's in an attack"
    )
    price: float = prior(
        0.5,
        0.35,
        0.65,
        "share",
        "price of a fight: how near the leader a target comes before it is worth it",
        estimate=True,
    )
    grievance: float = prior(1.5, 1.0, 3.0, "utility", "weight of distrust of the target in an attack")
    distance: float = prior(1.0, 0.5, 1.5, "utility", "weight of disagreement with the target in an attack")
    momentum: float = prior(
        1.0, 0.5, 1.5, "utility", "weight of a recent attack on the target in a further one"
    )
    use_liability: float = prior(
        0.5, 0.3, 0.7, "probability", "probability that a past fact of full weight is used as a weapon"
    )
    misjudgment: float = prior(
        0.06, 0.03, 0.09, "share of votes", "error in the votes that an attacker expects"
    )
    margin: float = prior(0.12, 0.06, 0.18, "share of votes", "lead that a wholly cautious attacker wants")
    shield: float = prior(
        0.15, 0.08, 0.22, "trust x share", "trust and power with which an ally shields a rival"
    )
    challenge_rate: float = prior(
        1.0, 0.25, 2.0, "per meeting", "challenges by one as aggrieved as strong as the leader"
    )
    appeal: float = prior(
        0.5, 0.3, 0.7, "probability", "probability of an appeal to the whole party before a congress"
    )
    protest: float = prior(
        0.12, 0.06, 0.18, "share of votes", "support below which a challenge stays in the press"
    )
    ban_rung: float = prior(
        0.5, 0.2, 0.8, "probability", "under a ban, members of a bloc face a sanction one rung higher"
    )
    # votes
    vote_incumbent: float = prior(0.5, 0.3, 0.7, "logit", "pull of the side of those who rule, in a vote")
    vote_side: float = prior(4.0, 3.0, 5.0, "logit", "pull of a voter's own side or patron, in a vote")
    vote_policy: float = prior(1.5, 0.75, 2.25, "logit", "pull of positions on the dispute, in a vote")
    vote_prestige: float = prior(0.5, 0.25, 0.75, "logit", "pull of the prestige of the sides, in a vote")
    vote_appeal: float = prior(
        0.8, 0.4, 1.2, "logit", "pull of a person's appeal to the strata of an organisation, in its vote"
    )
    liability_on_votes: float = prior(
        0.5, 0.25, 0.75, "logit", "effect on a vote of a past fact that is used as a weapon"
    )
    bandwagon: float = prior(
        0.6, 0.0, 1.2, "logit", "conformity with the expected majority where there is no fear"
    )
    fear_on_votes: float = prior(4.0, 2.0, 6.0, "logit per fear", "conformity added by fear")
    conformity_cap: float = prior(
        3.5, 3.0, 4.0, "logit", "greatest effect of conformity (beyond it votes would tip to and fro)"
    )
    abstention: float = prior(
        0.12, 0.06, 0.18, "probability", "probability that an indifferent voter abstains"
    )
    secretary_control: float = prior(
        0.8, 0.6, 0.95, "share", "share of a delegation that a wholly loyal secretary chooses"
    )
    self_interest: float = variant(
        "logit", "secretaries side with whoever would close debate, whoever their patron (Harris)"
    )
    # sanctions
    defeat: float = prior(0.12, 0.06, 0.18, "share", "prestige lost by a defeat")
    fear_decay: float = prior(0.985, 0.98, 0.99, "per month", "persistence of fear")
    fear_step: float = prior(0.12, 0.08, 0.16, "fear", "fear added by a sanction of middle rung")
    recantation: float = prior(0.05, 0.02, 0.08, "per month", "rate at which the defeated recant")
    readmission: float = prior(
        0.06, 0.03, 0.09, "per month", "rate at which those who recanted are readmitted"
    )
    exile: float = prior(
        0.05, 0.02, 0.08, "per month", "rate at which expelled persons who do not recant are exiled"
    )
    yield_rate: float = prior(
        0.04, 0.02, 0.06, "per month", "rate at which those under attack resign or fall silent"
    )
    coup_rate: float = prior(
        0.01, 0.0, 0.03, "per month", "rate of coups by a man of the army who is under attack"
    )
    legitimacy: float = prior(2.0, 1.0, 3.0, "logit", "what stands between force and the success of a coup")
    force_over_votes: float = variant(
        "share", "power from prestige, arms and compromising material, not formal majorities (Torigian)"
    )
    # appointments
    pace: float = prior(0.04, 0.015, 0.12, "per month", "replacement of secretaries", estimate=True)
    sent: float = prior(
        0.4,
        0.1,
        0.9,
        "probability",
        "a new secretary, or one of unknown origin, was sent from above instead of elected on advice",
        estimate=True,
    )
    share: float = prior(0.45, 0.2, 0.7, "share", "appointments bargained among partners", estimate=True)
    grab: float = variant(
        "share", "part of the partners' share of appointments that the appointer takes (Svolik)"
    )
    network: float = variant(
        "logit per trust", "patrons and posts follow ties of shared service (Easter, Gill)"
    )
    bastion: float = prior(
        0.4,
        0.2,
        0.6,
        "share",
        "resistance to appointments of an organisation whose chief office a patron holds",
    )
    loyalty_start: float = prior(
        0.4, 0.15, 0.7, "loyalty", "loyalty of a newly appointed secretary", estimate=True
    )
    loyalty_growth: float = prior(
        0.03, 0.01, 0.06, "per month", "growth of loyalty under a patron in power", estimate=True
    )
    attach: float = prior(0.1, 0.02, 0.4, "per month", "finding a patron", estimate=True)
    create_office: float = prior(
        0.04, 0.02, 0.08, "per month", "rate at which a post that does not exist yet is created"
    )
    fill_office: float = prior(0.5, 0.3, 0.7, "per month", "rate at which a vacancy is filled")
    # congress
    punctuality: float = prior(0.4, 0.2, 0.6, "per meeting", "chance that a congress that is due is held")
    growth: float = prior(0.22, 0.1, 0.34, "share", "enlargement of the committee at a congress")
    packing: float = prior(
        1.0,
        0.0,
        2.0,
        "ratio",
        "additional enlargement of the committee where it is not in the hands of the coalition",
    )
    largest_committee: float = prior(
        2.8, 2.2, 3.4, "ratio", "largest size of the committee, as a multiple of the first"
    )
    retention: float = prior(
        0.9, 0.82, 0.97, "probability", "probability that a sitting member of the committee is re-elected"
    )
    exclusion: float = prior(
        0.6,
        0.3,
        0.9,
        "share",
        "share of hostile members who lose their seats where the coalition controls all delegates",
    )
    enlarge_bureau: float = prior(
        0.3,
        0.15,
        0.45,
        "probability",
        "probability that a seat is added to the bureau for a member of the coalition",
    )
    # opinion
    opinion_pace: float = prior(0.06, 0.03, 0.09, "per month", "movement of opinion towards what is heard")
    anchor: float = prior(0.02, 0.01, 0.03, "per month", "pull of an organisation's own interests")
    autonomy: float = prior(
        0.4,
        0.2,
        0.6,
        "position",
        "how much more autonomy national republics want than their members otherwise",
    )
    turn: float = prior(
        0.04,
        0.02,
        0.06,
        "per month",
        "pace at which a person's position on the regime of the party changes with his fortune",
    )
    prestige_reversion: float = prior(
        0.03, 0.015, 0.045, "per month", "return of prestige to what posts support"
    )
    prestige_of_bureau: float = prior(0.25, 0.15, 0.35, "prestige", "prestige of a seat in the bureau")
    smear: float = prior(0.03, 0.015, 0.045, "share", "prestige lost by the target of a public fight")
    letter_rate: float = prior(
        0.35, 0.2, 0.5, "per month", "rate at which an ailing predecessor writes a letter on his successors"
    )
    letter_force: float = prior(0.6, 0.2, 1.0, "log prestige", "force of a predecessor's word")
    letter_openness: float = prior(
        0.0, -1.0, 1.0, "logit", "readiness to disclose the letter, before any reasons"
    )
    # country
    recovery: float = prior(0.1, 0.05, 0.15, "per month", "recovery from illness")
    illness_lasting: float = prior(0.6, 0.4, 0.8, "share", "part of an illness that lasts")
    mortality: float = prior(
        0.012, 0.008, 0.016, "per year at 50", "hazard of death at the age of 50 (life table)"
    )
    threat_decay: float = prior(0.08, 0.05, 0.12, "per month", "fading of alarm")
    discontent_rest: float = prior(0.3, 0.2, 0.4, "index", "discontent in ordinary times")
    harvest_on_discontent: float = prior(
        0.04, 0.02, 0.06, "per month", "discontent that a wholly bad harvest adds"
    )
    coercion_on_discontent: float = prior(
        0.02, 0.01, 0.03, "per month", "discontent that a wholly coercive policy adds"
    )
    response_level: float = prior(0.5, 0.4, 0.6, "index", "discontent at which the regime answers")
    response_rate: float = prior(
        0.3, 0.15, 0.45, "per month", "rate at which the regime answers to discontent"
    )
    response_relief: float = prior(
        0.12,
        0.06,
        0.18,
        "index",
        "discontent that a concession takes away (coercion takes away a part of it, `coercion_relief`)",
    )
    policy_pace: float = prior(
        0.04, 0.02, 0.06, "per month", "pace at which policy follows the positions of the coalition"
    )
    hardening: float = prior(
        0.02, 0.0, 0.04, "per month", "pace at which those in power turn to coercion under scarcity and alarm"
    )
    collapse_rate: float = prior(
        0.3, 0.15, 0.45, "per month", "rate at which the regime falls at extreme discontent"
    )
    collapse_level: float = prior(0.75, 0.65, 0.85, "index", "discontent above which the regime may fall")
    # membership
    levy_rate: float = prior(
        0.004, 0.002, 0.008, "per month", "rate of mass admissions, before their reasons"
    )
    levy_months: float = prior(5.0, 3.0, 8.0, "months", "length of a mass admission")
    levy_size: float = prior(
        0.06, 0.03, 0.1, "share per month", "members admitted per month in a mass admission"
    )
    levy_workers: float = prior(
        0.8, 0.65, 0.95, "share", "share of workers among those who enter by a mass admission"
    )
    levy_schooling: float = prior(
        0.4,
        0.2,
        0.6,
        "ratio",
        "secondary and higher schooling of those who enter by a mass admission, against that of the party",
    )
    admission: float = prior(0.008, 0.004, 0.012, "share per month", "members admitted per month one by one")
    admission_workers: float = prior(
        0.5, 0.35, 0.65, "share", "share of workers among those who are admitted one by one"
    )
    selectivity: float = prior(
        5.0, 0.0, 10.0, "1 / share", "how far a shortage of workers narrows admission one by one"
    )
    attrition: float = prior(
        0.004, 0.002, 0.006, "share per month", "members lost per month by death and leaving"
    )
    worker_target: float = prior(0.55, 0.5, 0.6, "share", "share of workers that a workers' party wants")
    purge_rate: float = prior(0.004, 0.002, 0.006, "per month", "rate of purges, before their reasons")
    purge_size: float = prior(0.02, 0.01, 0.03, "share per month", "members removed per month in a purge")


#: What is known of every parameter, by name; those held at one value (`model.habits`) come first.
FIELDS = {f.name: f.metadata for f in dataclasses.fields(Params)}  # type: ignore[arg-type]
