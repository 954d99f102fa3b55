"""Habits: numbers that the mechanisms need and that nobody has yet estimated or given a range.

Each is held at one value in every history of an ensemble; a scenario or a user (``--set parameters.NAME=VALUE``) can change it, and the
experiment that jitters all values moves it. Source: the judgment of those who wrote the mechanisms (half-lives, thresholds of notice,
weights of about one logit or a few), in part after a throw-away prototype that was set by hand with the known course in mind; none was
fitted. One that turns out to matter deserves a prior in `model.params`.
"""

from __future__ import annotations

from dataclasses import dataclass

from politburo.model.declared import held


@dataclass(frozen=True, kw_only=True)
class Habits:
    """Numbers held at one value."""

    # country
    ageing: float = held(
        0.085, "per year", "growth of the hazard of death with age: it doubles in eight years (Gompertz)"
    )
    harvest_memory: float = held(
        11 / 12, "per month", "persistence of a harvest: its effect lasts about a year"
    )
    discontent_pace: float = held(0.1, "per month", "return of discontent to its rest")
    harvest_relief: float = held(0.02, "per month", "discontent that a full good harvest takes away")
    response_position: float = held(
        3.0,
        "logit",
        "how far the place of the rulers on the economy decides for coercion instead of concession",
    )
    response_threat: float = held(
        2.0, "logit", "how far alarm from abroad decides for coercion instead of concession"
    )
    response_doubt: float = held(1.0, "logit", "what speaks for concession before any reasons")
    coercion_step: float = held(0.1, "position", "change of policy towards coercion after an act of coercion")
    concession_step: float = held(0.15, "position", "change of policy away from coercion after a concession")
    coercion_relief: float = held(
        0.5, "share", "relief of discontent by coercion, as a share of that by a concession"
    )
    coercion_fear: float = held(0.02, "fear", "fear that an act of coercion adds")
    salience_pace: float = held(
        0.1, "per month", "pace at which the salience of a dispute approaches what circumstances call for"
    )
    salience_discontent: float = held(
        0.5, "salience", "salience that discontent adds to the disputes on economy and labour"
    )
    salience_threat: float = held(
        0.4, "salience", "salience that alarm adds to the dispute on the international line"
    )
    salience_disunity: float = held(
        0.4,
        "salience",
        "salience that disunity of the contenders adds to the dispute on the regime of the party",
    )
    fear_most: float = held(2.0, "fear", "greatest value that fear can have")
    # letter
    letter_unfit: float = held(
        0.15, "capacity", "capacity below which the author of the letter can neither write nor object"
    )
    letter_ailing: float = held(
        0.8, "capacity", "capacity above which the author of the letter does not think of his successors"
    )
    letter_gain: float = held(
        6.0, "logit", "weight, in the disclosure of the letter, of what those in control gain by it"
    )
    letter_step: float = held(
        2.0, "logit", "how much harder disclosure of the letter is for each wider circle of readers"
    )
    letter_charge: float = held(4.0, "logit", "weight of the fault named in the vote of confidence")
    confidence: float = held(
        0.5, "share", "pull of sides in a vote on the post of a colleague, as a share of that in other votes"
    )
    heard_read_out: float = held(
        0.7, "share", "share of the party that hears of a letter which is read out to delegates"
    )
    heard_in_delegations: float = held(
        0.4, "share", "share of the party that hears of a letter which is read to heads of delegations"
    )
    # appointments
    resist_most: float = held(0.98, "share", "greatest share of appointments that an organisation can resist")
    fit_for_work: float = held(
        0.3, "capacity", "capacity below which nobody is named to an office or lent power by clients"
    )
    known_for_office: float = held(0.05, "prestige", "prestige below which nobody is named to an office")
    regard_of_rulers: float = held(
        0.3, "trust", "least trust of the core in one of its members who is to be named to an office"
    )
    spare_own: float = held(
        0.3, "ratio", "rate at which the appointer replaces his own men, against that of others"
    )
    replace_strangers: float = held(
        1.8,
        "ratio",
        "rate at which men whose patron stands outside the coalition are replaced, against that of others",
    )
    spare_rulers: float = held(
        0.2,
        "ratio",
        "rate at which secretaries who sit in the coalition themselves are replaced, against that of others",
    )
    keep_always: float = held(
        0.3, "share", "share of posts that an appointer without ambition keeps for his own men"
    )
    keep_by_ambition: float = held(
        1.2, "share", "share of posts that full ambition of the appointer adds to those kept for his own men"
    )
    loyalty_least_start: float = held(
        0.5,
        "ratio",
        "least loyalty of a new secretary, as a multiple of `loyalty_start`; the greatest is one more",
    )
    loyalty_to_outsider: float = held(0.95, "per month", "persistence of loyalty to a patron out of power")
    loyalty_to_fallen: float = held(
        0.9, "per month", "persistence of loyalty to a patron who has lost his post"
    )
    loyalty_least: float = held(0.1, "loyalty", "loyalty below which a client leaves his patron")
    uprooting: float = held(0.3, "share", "entrenchment that is left when a secretary is replaced")
    weaker: float = held(
        0.5,
        "ratio",
        "seen power, as a multiple of a patron's, from which a person no longer becomes his client",
    )
    office_trust: float = held(
        3.0, "utility", "weight of the core's trust when somebody is named to an office"
    )
    office_noise: float = held(0.3, "utility", "chance in the choice of who is named to an office")
    office_load: float = held(
        0.5, "utility", "cost of each office that a candidate for an office already holds"
    )
    # membership
    levy_by_workers: float = held(
        2.0, "log rate", "how far a shortage of workers in the party makes a mass admission likelier"
    )
    levy_by_prestige: float = held(
        3.0, "log rate", "how far a lack of prestige of the rulers makes a mass admission likelier"
    )
    levy_prestige: float = held(
        0.5, "share", "prestige at which the rulers lack none, as a reason for a mass admission"
    )
    levy_by_opposition: float = held(
        2.0, "log rate", "how far opinion against the rulers makes a mass admission likelier"
    )
    purge_by_discontent: float = held(4.0, "log rate", "how far discontent makes a purge likelier")
    purge_by_newcomers: float = held(3.0, "log rate", "how far the share of newcomers makes a purge likelier")
    purge_doubt: float = held(2.0, "log rate", "what speaks against a purge before any reasons")
    purge_months: float = held(6.0, "months", "length of a purge")
    purge_everywhere: float = held(
        0.5, "ratio", "removals in a purge where nobody is against the rulers, as a multiple of `purge_size`"
    )
    # coalitions
    danger_without_trust: float = held(
        0.5, "utility", "how far a common danger binds those who neither trust nor distrust each other"
    )
    need_margin: float = held(
        0.1, "share", "share of power beyond the threshold that a core would like to have"
    )
    ring_trust: float = held(
        3.0, "logit", "how far the trust of the core makes co-option of a person likelier"
    )
    ring_cost: float = held(2.5, "logit", "what speaks against co-option before any reasons")
    ring_menace: float = held(
        12.0, "logit", "how far the power of a distrusted person makes his co-option less likely"
    )
    ring_crowding: float = held(
        0.4, "logit", "how far each member of the ring makes further co-option less likely"
    )
    ring_attacked: float = held(
        2.0, "logit", "how far a recent attack on a person makes his co-option less likely"
    )
    ring_enter: float = held(0.15, "per month", "pace at which persons enter the ring")
    ring_leave: float = held(0.08, "per month", "pace at which persons leave the ring")
    lately: float = held(
        0.3, "recency", "recency above which an attack counts as recent: 14 months after a full one"
    )
    bloc_aggrieved: float = held(
        0.1, "recency", "recency of an attack above which its target may join an opposition bloc"
    )
    bloc_content: float = held(0.05, "recency", "recency of an attack below which a member leaves the bloc")
    bloc_trust: float = held(4.0, "logit", "how far trust in the head of the bloc makes joining it likelier")
    bloc_anger: float = held(
        3.0, "logit", "how far the recency of an attack on him makes a person join the bloc"
    )
    bloc_cost: float = held(2.0, "logit", "what speaks against joining a bloc before any reasons")
    bloc_fear: float = held(2.0, "logit per fear", "how far fear makes joining a bloc less likely")
    bloc_pace: float = held(0.2, "per month", "pace at which persons join a bloc")
    lead_incumbent: float = held(
        0.3,
        "ratio",
        "share by which the power of the present leader counts more when the core settles who leads",
    )
    # votes
    obscure: float = held(
        0.02,
        "prestige",
        "prestige added to that of each side, so that names of which nobody has heard still count a little",
    )
    prestige_span: float = held(
        1.5,
        "log ratio",
        "difference in prestige between the sides beyond which a greater one has no further effect",
    )
    vote_trust: float = held(
        0.5,
        "share",
        "effect of full trust in one side on an unattached voter, as a share of the pull of sides",
    )
    firmness: float = held(
        2.0, "ratio", "how much firmer the opinion of a secretary is than that of his members"
    )
    # offensives
    truce: float = held(
        0.2,
        "ratio",
        "rate of attacks while the holder of the first place lives but cannot act, against the usual rate",
    )
    nerve: float = held(
        1.3, "trait", "from this an attacker's caution is subtracted: even the most cautious sometimes attack"
    )
    rift: float = held(0.5, "share", "how much more frequent challenges are after the coalition has changed")
    rift_months: float = held(
        6.0, "months", "months for which challenges are more frequent after the coalition has changed"
    )
    foe_noise: float = held(0.2, "utility", "chance in the choice of the person who is challenged")
    plank_noise: float = held(0.05, "utility", "chance in the choice of the dispute of a challenge")
    ground_noise: float = held(0.1, "utility", "chance in the choice of the dispute of an attack")
    liability_expected: float = held(
        0.05, "share of votes", "share of votes that an attacker expects to win by a past fact of full weight"
    )
    appeal_months: float = held(
        4.0, "months", "months before a congress is due in which the whole party can be appealed to"
    )
    appeal_favour: float = held(
        0.02,
        "position",
        "how much nearer the opinion of the party must be to the challenger for him to appeal to it",
    )
    challenge_blow: float = held(
        0.3, "recency", "effect of a challenge on its target, as a share of that of an attack"
    )
    fear_rungs: float = held(4.0, "rungs", "rung of the ladder at which a sanction adds a full step of fear")
    drive_most: float = held(6.0, "logit", "greatest weight that the reasons to attack one person can reach")
    hall_margin: float = held(
        0.1,
        "share",
        "share of votes by which the committee must be better for challengers to avoid a congress that sits",
    )
    # sanctions
    fear_any: float = held(0.5, "ratio", "fear that any sanction adds, in steps, before its rung is counted")
    timid: float = held(
        0.3,
        "trait",
        "added to caution in recanting and yielding, so that those without caution sometimes do so too",
    )
    coup_bold: float = held(
        0.2, "trait", "added to ambition in coups, so that those without ambition sometimes try one too"
    )
    coup_nerve: float = held(
        1.2,
        "trait",
        "from this a plotter's caution is subtracted: even the most cautious sometimes try a coup",
    )
    coup_discontent: float = held(2.0, "log rate", "how far discontent makes coups likelier")
    coup_arms: float = held(4.0, "logit", "weight of the army against the police in the success of a coup")
    yield_post: float = held(0.5, "share", "share who give up a post, among those who yield and hold one")
    silence_months: float = held(12.0, "months", "silence of those who yield")
    # congress
    fit_for_committee: float = held(
        0.1, "capacity", "capacity below which nobody is elected to the committee"
    )
    fit_for_bureau: float = held(0.2, "capacity", "capacity below which nobody is elected to the bureau")
    growth_least: float = held(
        0.5,
        "ratio",
        "least growth of the committee at a congress, as a multiple of `growth`; the greatest is one more",
    )
    elect_prestige: float = held(2.0, "utility", "weight of prestige in elections to the committee")
    elect_faithful: float = held(
        2.0,
        "utility",
        "weight of loyalty to the rulers in elections to the committee, where they control the delegates",
    )
    elect_ruling: float = held(
        5.0, "utility", "advantage of the rulers themselves in elections to the committee"
    )
    elect_hostile: float = held(
        2.0, "utility", "disadvantage of those who are hostile to the rulers in elections to the committee"
    )
    elect_noise: float = held(0.7, "utility", "chance in elections to the committee")
    bureau_core: float = held(3.0, "utility", "advantage of members of the core in elections to small bodies")
    bureau_ring: float = held(2.0, "utility", "advantage of members of the ring in elections to small bodies")
    bureau_skill: float = held(
        0.5, "utility", "weight of the trait administration in elections to small bodies"
    )
    bureau_noise: float = held(0.3, "utility", "chance in elections to small bodies")
    # opinion
    prestige_least: float = held(0.005, "prestige", "least prestige of a person after fights and letters")
    prestige_supported_least: float = held(
        0.01, "prestige", "least prestige that name, seats and offices support together"
    )
    reach_without_press: float = held(0.2, "share", "reach of those who hold no press")
    reach_without_oratory: float = held(0.3, "trait", "reach of poor speakers")
    grip_by_appointment: float = held(
        0.5, "share", "hold over the delegation of a secretary sent from above who has no patron"
    )
    discipline: float = held(
        0.6, "position", "position on the regime of the party towards which rulers drift"
    )
    openness: float = held(
        0.7, "position", "position on the regime of the party towards which those under attack drift"
    )
    speak_out: float = held(
        0.2, "per month", "pace at which positions that are shown follow those that are held"
    )
    persuade_oneself: float = held(
        0.25,
        "ratio",
        "pace at which positions that are held follow those that are shown, against `speak_out`",
    )
    prestige_of_name: float = held(
        0.6, "share", "share of the reputation at the start that lasts without any post"
    )
    prestige_of_office: float = held(
        0.3, "prestige", "prestige that an office with the whole of a resource supports"
    )
    prestige_of_seat: float = held(0.05, "prestige", "prestige that a seat in any body supports")
    prestige_of_fallen: float = held(
        0.5, "ratio", "share of supported prestige that is left to those who lost the bureau"
    )
    smear_sides: float = held(
        3.0, "ratio", "prestige lost by the target of a public fight, against that lost by the attacker"
    )
    attack_memory: float = held(
        0.92, "per month", "persistence of an attack in memory: half after eight months"
    )
    # ties
    first_core_trust: float = held(
        -0.3, "trust", "trust below which the first man of the bureau keeps a member out of the first core"
    )
    danger_stills_envy: float = held(
        4.0, "per share", "how far a common danger quiets envy: wholly, once the danger is a quarter of power"
    )
    misery_trust: float = held(0.6, "trust", "trust towards which fellow victims drift")
    tie_pace: float = held(0.01, "per month", "pace at which trust returns to what it was")
    # power
    health_least: float = held(0.05, "capacity", "least capacity of a living person at the start")
    power_noticed: float = held(
        0.005, "share", "power below which membership of coalition or bloc makes nobody a contender"
    )
    outside_party: float = held(
        0.3, "share", "share of power that is left to a person who is not a member of the party"
    )
    remain: float = held(
        0.02,
        "share",
        "advantage of members of the coalition and of the bloc in remaining among the contenders",
    )
    grip_least: float = held(
        0.4, "share", "hold over the delegation of a secretary who owes his post to nobody"
    )
    grip_by_loyalty: float = held(
        0.6, "share", "what full loyalty to the patron adds to a secretary's hold over the delegation"
    )
    conformity_slope: float = held(
        3.0,
        "per share",
        "how fast conformity grows with the expected majority: it is full where two thirds are expected",
    )
