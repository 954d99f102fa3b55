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
        1.3, 1.0, 1.6, "exponent", "how fast a sanctioned person's power falls with the rung"
    )
    recanted_weight: float = prior(0.15, 0.05, 0.25, "share", "power left to one who has recanted")
    lending: float = prior(0.6, 0.4, 0.8, "share", "power that a wholly loyal client lends to his patron")
    sight: float = prior(0.12, 0.06, 0.2, "per month", "pace at which believed power follows power")
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
    misery: float = prior(0.02, 0.01, 0.03, "per month", "drift of fellow victims towards each other")
    # coalitions
    threshold: float = prior(0.5, 0.5, 0.55, "share", "share of power that a coalition must exceed (alpha)")
    sharpness: float = prior(0.05, 0.03, 0.08, "share", "softness of winning")
    winning: float = prior(1.0, 0.75, 1.25, "utility", "weight of winning")
    stability: float = prior(1.5, 0.5, 3.0, "utility", "weight of the probability of being self-enforcing")
    trust_inside: float = prior(2.0, 1.0, 3.0, "utility", "weight of mean trust")
    alone: float = prior(0.3, 0.1, 0.5, "trust", "trust of a person in himself, when he would rule alone")
    spread: float = prior(2.0, 1.0, 3.0, "utility", "weight of disagreement inside")
    surplus: float = prior(2.5, 1.0, 4.0, "utility", "cost of more power than winning needs")
    danger: float = prior(
        8.0, 2.0, 12.0, "utility", "weight of a common danger, through trust", estimate=True
    )
    inertia: float = prior(1.2, 0.4, 2.5, "utility", "cost of dropping one member", estimate=True)
    bereft: float = prior(
        0.3, 0.0, 1.0, "share", "inertia that is left when a coalition has lost its leader", estimate=True
    )
    admission_price: float = prior(
        0.7, 0.4, 1.0, "share", "cost of admitting one, as a share of dropping one"
    )
    consent: float = prior(1.5, 0.75, 2.25, "utility", "weight of the least content member")
    consent_trust: float = prior(
        0.5, 0.25, 0.75, "utility", "trust against share of the spoils in a member's own account"
    )
    unity: float = prior(
        0.35, 0.2, 0.5, "share", "how far outsiders count as united whatever they think of each other"
    )
    temperature: float = prior(0.5, 0.3, 0.7, "utility", "noise of the choice of coalition")
    reconsider: float = prior(
        0.1, 0.02, 0.2, "per month", "chance that the core is reconsidered", estimate=True
    )
    fit_to_lead: float = prior(0.3, 0.2, 0.4, "capacity", "capacity below which nobody takes part")
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
        0.8, 0.6, 0.95, "per month", "vote on the first place once it is vacant or contested"
    )
    fill_ill: float = prior(0.05, 0.0, 0.1, "per month", "the same while its holder lives but cannot act")
    succession_tie: float = prior(
        1.0, -1.0, 3.0, "logit", "a tie to the predecessor, in the vote on the first place", estimate=True
    )
    succession_trust: float = prior(2.0, 0.0, 4.0, "logit", "a voter's trust, in the vote on the first place")
    # offensives
    offensive_rate: float = prior(0.04, 0.02, 0.08, "per meeting", "attacks by the coalition")
    threat: float = prior(
        12.0, 6.0, 18.0, "utility", "weight of the target's seen power against the leader's"
    )
    price: float = prior(
        0.5,
        0.35,
        0.65,
        "share",
        "price of a fight: how near the leader a target comes before it is worth it",
        estimate=True,
    )
    grievance: float = prior(1.5, 1.0, 3.0, "utility", "weight of distrust")
    distance: float = prior(1.0, 0.5, 1.5, "utility", "weight of disagreement")
    momentum: float = prior(1.0, 0.5, 1.5, "utility", "weight of having been attacked lately")
    use_liability: float = prior(
        0.5, 0.3, 0.7, "probability", "use of a past fact of full weight as a weapon"
    )
    misjudgment: float = prior(0.06, 0.03, 0.09, "share of votes", "error in counting heads beforehand")
    margin: float = prior(0.12, 0.06, 0.18, "share of votes", "lead that a wholly cautious attacker wants")
    shield: float = prior(
        0.15, 0.08, 0.22, "trust x share", "trust and power with which an ally shields a rival"
    )
    challenge_rate: float = prior(
        1.0, 0.25, 2.0, "per meeting", "challenges by one as aggrieved as strong as the leader"
    )
    appeal: float = prior(0.5, 0.3, 0.7, "probability", "appeal to the whole party before a congress")
    protest: float = prior(
        0.12, 0.06, 0.18, "share of votes", "support below which a challenge stays in the press"
    )
    ban_rung: float = prior(
        0.5, 0.2, 0.8, "probability", "under a ban, members of a bloc face a sanction one rung higher"
    )
    # votes
    vote_incumbent: float = prior(0.5, 0.3, 0.7, "logit", "pull of those who rule")
    vote_side: float = prior(4.0, 3.0, 5.0, "logit", "pull of one's own side or patron")
    vote_policy: float = prior(1.5, 0.75, 2.25, "logit", "pull of positions")
    vote_prestige: float = prior(0.5, 0.25, 0.75, "logit", "pull of names")
    vote_appeal: float = prior(
        0.8, 0.4, 1.2, "logit", "pull of a name on his own stratum, in an organisation"
    )
    liability_on_votes: float = prior(0.5, 0.25, 0.75, "logit", "effect of a liability used")
    bandwagon: float = prior(0.6, 0.0, 1.2, "logit", "conformity with the expected majority at no fear")
    fear_on_votes: float = prior(4.0, 2.0, 6.0, "logit per fear", "conformity added by fear")
    conformity_cap: float = prior(
        3.5, 3.0, 4.0, "logit", "most that conformity can do (beyond it votes tip to and fro)"
    )
    abstention: float = prior(0.12, 0.06, 0.18, "probability", "abstention of the indifferent")
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
    recantation: float = prior(0.05, 0.02, 0.08, "per month", "recantation of the defeated")
    readmission: float = prior(0.06, 0.03, 0.09, "per month", "readmission of those who recanted")
    exile: float = prior(0.05, 0.02, 0.08, "per month", "exile of the expelled who do not recant")
    yield_rate: float = prior(0.04, 0.02, 0.06, "per month", "resignation or silence of those under attack")
    coup_rate: float = prior(0.01, 0.0, 0.03, "per month", "coup by the army's man under attack")
    legitimacy: float = prior(2.0, 1.0, 3.0, "logit", "what stands between force and rule")
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
        0.4, 0.2, 0.6, "share", "resistance of an organisation whose chief office the patron holds"
    )
    loyalty_start: float = prior(
        0.4, 0.15, 0.7, "loyalty", "loyalty of a newly appointed secretary", estimate=True
    )
    loyalty_growth: float = prior(
        0.03, 0.01, 0.06, "per month", "growth of loyalty under a patron in power", estimate=True
    )
    attach: float = prior(0.1, 0.02, 0.4, "per month", "finding a patron", estimate=True)
    create_office: float = prior(0.04, 0.02, 0.08, "per month", "creation of a post that does not exist yet")
    fill_office: float = prior(0.5, 0.3, 0.7, "per month", "filling of a vacancy")
    # congress
    punctuality: float = prior(0.4, 0.2, 0.6, "per meeting", "chance that a congress that is due is held")
    growth: float = prior(0.22, 0.1, 0.34, "share", "enlargement of the committee at a congress")
    packing: float = prior(1.0, 0.0, 2.0, "ratio", "more of it, where the committee is not the coalition's")
    largest_committee: float = prior(2.8, 2.2, 3.4, "ratio", "largest committee, as a multiple of the first")
    retention: float = prior(0.9, 0.82, 0.97, "probability", "re-election of a sitting member")
    exclusion: float = prior(
        0.6, 0.3, 0.9, "share", "loss of hostile members where the coalition controls all delegates"
    )
    enlarge_bureau: float = prior(
        0.3, 0.15, 0.45, "probability", "a seat added to the bureau for a member of the coalition"
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
    turn: float = prior(0.04, 0.02, 0.06, "per month", "change of position on the regime with one's fortune")
    prestige_reversion: float = prior(
        0.03, 0.015, 0.045, "per month", "return of prestige to what posts support"
    )
    prestige_of_bureau: float = prior(0.25, 0.15, 0.35, "prestige", "prestige of a seat in the bureau")
    smear: float = prior(0.03, 0.015, 0.045, "share", "prestige lost by the target of a public fight")
    letter_rate: float = prior(0.35, 0.2, 0.5, "per month", "an ailing predecessor writes")
    letter_force: float = prior(0.6, 0.2, 1.0, "log prestige", "force of a predecessor's word")
    letter_openness: float = prior(0.0, -1.0, 1.0, "logit", "readiness to disclose")
    # country
    recovery: float = prior(0.1, 0.05, 0.15, "per month", "recovery from illness")
    illness_lasting: float = prior(0.6, 0.4, 0.8, "share", "part of an illness that lasts")
    mortality: float = prior(0.012, 0.008, 0.016, "per year at 50", "life table")
    threat_decay: float = prior(0.08, 0.05, 0.12, "per month", "fading of alarm")
    discontent_rest: float = prior(0.3, 0.2, 0.4, "index", "discontent in ordinary times")
    harvest_on_discontent: float = prior(0.04, 0.02, 0.06, "per month", "bad harvest")
    coercion_on_discontent: float = prior(0.02, 0.01, 0.03, "per month", "coercive policy")
    response_level: float = prior(0.5, 0.4, 0.6, "index", "discontent at which the regime answers")
    response_rate: float = prior(0.3, 0.15, 0.45, "per month", "how fast it answers")
    response_relief: float = prior(0.12, 0.06, 0.18, "index", "relief by a concession (half by coercion)")
    policy_pace: float = prior(0.04, 0.02, 0.06, "per month", "policy follows the coalition's positions")
    hardening: float = prior(
        0.02, 0.0, 0.04, "per month", "turn of those in power to coercion under scarcity and alarm"
    )
    collapse_rate: float = prior(0.3, 0.15, 0.45, "per month", "fall of the regime at extreme discontent")
    collapse_level: float = prior(0.75, 0.65, 0.85, "index", "discontent above which it may fall")
    # membership
    levy_rate: float = prior(0.004, 0.002, 0.008, "per month", "mass admission, before its reasons")
    levy_months: float = prior(5.0, 3.0, 8.0, "months", "length of a mass admission")
    levy_size: float = prior(0.06, 0.03, 0.1, "share per month", "admitted per month in a mass admission")
    levy_workers: float = prior(0.8, 0.65, 0.95, "share", "workers among them")
    levy_schooling: float = prior(
        0.4, 0.2, 0.6, "ratio", "their secondary and higher schooling against the party's"
    )
    admission: float = prior(0.008, 0.004, 0.012, "share per month", "ordinary admission")
    admission_workers: float = prior(0.5, 0.35, 0.65, "share", "workers among them")
    selectivity: float = prior(
        5.0, 0.0, 10.0, "1 / share", "how far a shortage of workers narrows ordinary admission"
    )
    attrition: float = prior(0.004, 0.002, 0.006, "share per month", "death and leaving")
    worker_target: float = prior(0.55, 0.5, 0.6, "share", "worker share that a workers' party wants")
    purge_rate: float = prior(0.004, 0.002, 0.006, "per month", "purge, before its reasons")
    purge_size: float = prior(0.02, 0.01, 0.03, "share per month", "removed per month in a purge")


#: What is known of every parameter, by name; those held at one value (`model.habits`) come first.
FIELDS = {f.name: f.metadata for f in dataclasses.fields(Params)}  # type: ignore[arg-type]
