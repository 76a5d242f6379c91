"""Columns of the report about partners: how much of their audience is ours already (METRICS 1.5)."""

from transforms.contracts.column import counts, dates, ratios, texts

OVERLAP_REPORT = (
    *texts(
        partner="account of somebody else whose list of followers lies among ours, as that list names it",
        coverage_note="what is assumed of the two lists: nothing in a list says that it is a part of one",
    ),
    *dates(
        account_seen_on="latest day of the month on which a follower of the account was listed; NULL without a list",
        partner_seen_on="latest day of the month on which a follower of the partner was listed",
    ),
    *counts(
        "accounts",
        "N",
        n_own="different followers of our account in the lists of the month; NULL without a list",
        n_partner="different followers of the partner in the lists of the month",
        n_shared="those who follow both",
        n_union="n_own + n_partner - n_shared: those who follow either",
        n_smaller="the lesser of n_own and n_partner",
        n_own_only="n_own - n_shared: those who follow our account and not the partner",
        n_partner_only="n_partner - n_shared: those who follow the partner and not our account",
        incremental_reach="followers of the partner who follow none of our accounts of the platform that have a list in the "
        "month: whom the partner would bring; of several partners never add it",
    ),
    *ratios(
        jaccard="n_shared / n_union: the same whichever of the two asks (METRICS 1.5)",
        containment="n_shared / n_smaller: never less than jaccard",
        own_unique_ratio="n_own_only / n_own: the part of our followers whom the partner does not have",
        partner_unique_ratio="n_partner_only / n_partner: the part of the partner's followers whom our account does not have",
        own_contribution="n_own_only / n_union: what only our account adds to both together",
        partner_contribution="n_partner_only / n_union: what only the partner adds to both together",
    ),
)
