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
        3.0, "logit", "coercion rather than concession by the rulers' place on the economy"
    )
    response_threat: float = held(2.0, "logit", "the same by alarm from abroad")
    response_doubt: float = held(1.0, "logit", "what speaks for concession at the start")
    coercion_step: float = held(0.1, "position", "policy after coercion, towards it")
    concession_step: float = held(0.15, "position", "policy after a concession, away from coercion")
    coercion_relief: float = held(0.5, "share", "relief by coercion, of that by a concession")
    coercion_fear: float = held(0.02, "fear", "fear that an act of coercion adds")
    salience_pace: float = held(0.1, "per month", "movement of salience to what calls for it")
    salience_discontent: float = held(0.5, "salience", "what discontent adds to economy and labour")
    salience_threat: float = held(0.4, "salience", "what alarm adds to the international line")
    salience_disunity: float = held(
        0.4, "salience", "what disunity of the contenders adds to the regime of the party"
    )
    fear_most: float = held(2.0, "fear", "most that fear can be")
    # letter
    letter_unfit: float = held(0.15, "capacity", "below it the author can neither write nor object")
    letter_ailing: float = held(0.8, "capacity", "above it he does not think of his successors")
    letter_gain: float = held(6.0, "logit", "disclosure by what those in control gain")
    letter_step: float = held(2.0, "logit", "how much harder each wider circle is")
    letter_charge: float = held(4.0, "logit", "weight of the fault named in the vote of confidence")
    confidence: float = held(0.5, "share", "of the pull of sides, in a vote on a colleague's post")
    heard_read_out: float = held(0.7, "share", "of the party that hears a letter read out to delegates")
    heard_in_delegations: float = held(
        0.4, "share", "of the party that hears a letter read to heads of delegations"
    )
    # appointments
    resist_most: float = held(0.98, "share", "most of the appointments that an organisation can resist")
    fit_for_work: float = held(
        0.3, "capacity", "below it nobody is named to an office or lent power by clients"
    )
    known_for_office: float = held(0.05, "prestige", "below it nobody is named to an office")
    regard_of_rulers: float = held(
        0.3, "trust", "least regard of the core for a member of it who is to be named"
    )
    spare_own: float = held(0.3, "ratio", "replacement of the appointer's own men")
    replace_strangers: float = held(
        1.8, "ratio", "replacement of men whose patron stands outside the coalition"
    )
    spare_rulers: float = held(0.2, "ratio", "replacement of secretaries who sit in the coalition themselves")
    keep_always: float = held(0.3, "share", "posts an appointer without ambition keeps for his own")
    keep_by_ambition: float = held(1.2, "share", "what full ambition adds to it")
    loyalty_least_start: float = held(0.5, "ratio", "least of the loyalty at the start, most is one more")
    loyalty_to_outsider: float = held(0.95, "per month", "persistence of loyalty to a patron out of power")
    loyalty_to_fallen: float = held(0.9, "per month", "persistence of loyalty to one who has lost his post")
    loyalty_least: float = held(0.1, "loyalty", "below it the man is nobody's")
    uprooting: float = held(0.3, "share", "entrenchment left when a secretary is replaced")
    weaker: float = held(0.5, "ratio", "of a patron's seen power, above which nobody becomes his client")
    office_trust: float = held(3.0, "utility", "trust of the core in who is named to an office")
    office_noise: float = held(0.3, "utility", "chance in who is named")
    office_load: float = held(0.5, "utility", "cost of each office already held")
    # membership
    levy_by_workers: float = held(2.0, "log rate", "mass admission by what the worker share lacks")
    levy_by_prestige: float = held(3.0, "log rate", "the same by the prestige that the rulers lack")
    levy_prestige: float = held(0.5, "share", "prestige at which they lack none")
    levy_by_opposition: float = held(2.0, "log rate", "the same by opinion against them")
    purge_by_discontent: float = held(4.0, "log rate", "purge by discontent")
    purge_by_newcomers: float = held(3.0, "log rate", "purge by the share of newcomers")
    purge_doubt: float = held(2.0, "log rate", "what speaks against a purge")
    purge_months: float = held(6.0, "months", "length of a purge")
    purge_everywhere: float = held(0.5, "ratio", "removals where nobody is against the rulers")
    # coalitions
    danger_without_trust: float = held(
        0.5, "utility", "how far danger binds those who neither trust nor distrust each other"
    )
    need_margin: float = held(0.1, "share", "power beyond winning that a core would like")
    ring_trust: float = held(3.0, "logit", "co-option by the core's trust")
    ring_cost: float = held(2.5, "logit", "what speaks against co-option")
    ring_menace: float = held(12.0, "logit", "the same by his own menace")
    ring_crowding: float = held(0.4, "logit", "the same by each member that the ring has")
    ring_attacked: float = held(2.0, "logit", "the same by an attack on him of late")
    ring_enter: float = held(0.15, "per month", "pace of co-option")
    ring_leave: float = held(0.08, "per month", "pace of leaving")
    lately: float = held(0.3, "recency", "an attack is recent above it: 14 months after a full one")
    bloc_aggrieved: float = held(0.1, "recency", "an attack is not forgotten above it: who may join a bloc")
    bloc_content: float = held(0.05, "recency", "below it a member leaves the bloc")
    bloc_trust: float = held(4.0, "logit", "joining by trust in the head of the bloc")
    bloc_anger: float = held(3.0, "logit", "joining by the recency of the attack")
    bloc_cost: float = held(2.0, "logit", "what speaks against it")
    bloc_fear: float = held(2.0, "logit per fear", "the same by fear")
    bloc_pace: float = held(0.2, "per month", "pace of joining")
    lead_incumbent: float = held(0.3, "ratio", "power that the leader counts more when the lead is settled")
    # votes
    obscure: float = held(0.02, "prestige", "names that nobody has heard of still count so much")
    prestige_span: float = held(1.5, "log ratio", "difference of names beyond which more does not tell")
    vote_trust: float = held(
        0.5, "share", "of the pull of sides: what full trust in one side does to an unattached voter"
    )
    firmness: float = held(2.0, "ratio", "how much surer of himself a secretary is than his members")
    # offensives
    truce: float = held(0.2, "ratio", "attacks while the holder of the first place lives but cannot act")
    nerve: float = held(
        1.3, "trait", "caution is counted against it: even the most cautious sometimes attack"
    )
    rift: float = held(0.5, "share", "more challenges after the coalition has changed")
    rift_months: float = held(6.0, "months", "for so long")
    foe_noise: float = held(0.2, "utility", "chance in whom a challenge is aimed at")
    plank_noise: float = held(0.05, "utility", "chance in the dispute that a challenge is fought on")
    ground_noise: float = held(0.1, "utility", "chance in the dispute that an attack is fought on")
    liability_expected: float = held(
        0.05, "share of votes", "votes that an attacker expects of a fact of full weight"
    )
    appeal_months: float = held(
        4.0, "months", "before a congress is due, in which the party can be appealed to"
    )
    appeal_favour: float = held(0.02, "position", "how much nearer opinion must be")
    challenge_blow: float = held(0.3, "recency", "of a full attack, to the target of a challenge")
    fear_rungs: float = held(
        4.0, "rungs", "rungs of the ladder for which a sanction adds a full step of fear"
    )
    drive_most: float = held(6.0, "logit", "most that reasons to attack one person count")
    hall_margin: float = held(
        0.1, "share", "the outs fight in a congress that sits unless the committee is better by this"
    )
    # sanctions
    fear_any: float = held(0.5, "ratio", "fear by any sanction, against what the rung adds")
    timid: float = held(0.3, "trait", "recanting and yielding of those without caution")
    coup_bold: float = held(0.2, "trait", "coups of those without ambition")
    coup_nerve: float = held(1.2, "trait", "caution is counted against it")
    coup_discontent: float = held(2.0, "log rate", "coups by discontent")
    coup_arms: float = held(4.0, "logit", "army against police")
    yield_post: float = held(0.5, "share", "of those who yield and hold a post, who give one up")
    silence_months: float = held(12.0, "months", "silence of those who yield")
    # congress
    fit_for_committee: float = held(0.1, "capacity", "below it nobody is elected to the committee")
    fit_for_bureau: float = held(0.2, "capacity", "below it nobody is elected to the bureau")
    growth_least: float = held(0.5, "ratio", "least of the growth at a congress, most is one more")
    elect_prestige: float = held(2.0, "utility", "election to the committee by prestige")
    elect_faithful: float = held(2.0, "utility", "by loyalty to the rulers, where they control the delegates")
    elect_ruling: float = held(5.0, "utility", "of the rulers themselves")
    elect_hostile: float = held(2.0, "utility", "against those hostile to them")
    elect_noise: float = held(0.7, "utility", "chance")
    bureau_core: float = held(3.0, "utility", "election to small bodies: members of the core")
    bureau_ring: float = held(2.0, "utility", "members of the ring")
    bureau_skill: float = held(0.5, "utility", "administration")
    bureau_noise: float = held(0.3, "utility", "chance")
    # opinion
    prestige_least: float = held(0.005, "prestige", "least prestige of a person after fights and letters")
    prestige_supported_least: float = held(
        0.01, "prestige", "least prestige that name, seats and offices support"
    )
    reach_without_press: float = held(0.2, "share", "reach of those who hold no press")
    reach_without_oratory: float = held(0.3, "trait", "reach of poor speakers")
    grip_by_appointment: float = held(0.5, "share", "grip of one sent from above who has no patron")
    discipline: float = held(0.6, "position", "on the regime of the party, towards which rulers drift")
    openness: float = held(0.7, "position", "towards which those under attack drift")
    speak_out: float = held(0.2, "per month", "shown positions follow those held")
    persuade_oneself: float = held(0.25, "ratio", "positions held follow those shown")
    prestige_of_name: float = held(0.6, "share", "of the reputation at the start, without any post")
    prestige_of_office: float = held(0.3, "prestige", "a full office")
    prestige_of_seat: float = held(0.05, "prestige", "a seat in any body")
    prestige_of_fallen: float = held(0.5, "ratio", "left to those who lost the bureau")
    smear_sides: float = held(
        3.0, "ratio", "loss of the target of a public fight, against that of the attacker"
    )
    attack_memory: float = held(
        0.92, "per month", "persistence of an attack in memory: half after eight months"
    )
    # ties
    first_core_trust: float = held(
        -0.3, "trust", "below it the first of the bureau keeps a member out of the first core"
    )
    danger_stills_envy: float = held(4.0, "per share", "envy is silent once the danger is a quarter of power")
    misery_trust: float = held(0.6, "trust", "towards which fellow victims drift")
    tie_pace: float = held(0.01, "per month", "return of other trust to what it was")
    # power
    health_least: float = held(0.05, "capacity", "least capacity of a living person at the start")
    power_noticed: float = held(
        0.005, "share", "power below which membership of coalition or bloc makes nobody a contender"
    )
    outside_party: float = held(0.3, "share", "power left to one who is no member")
    remain: float = held(0.02, "share", "head start of the coalition and the bloc among the contenders")
    grip_least: float = held(0.4, "share", "grip of a secretary who owes his post to nobody")
    grip_by_loyalty: float = held(0.6, "share", "what full loyalty adds")
    conformity_slope: float = held(3.0, "per share", "conformity is full where two thirds are expected")
