"""What must happen to Instagram's JSON downloads and the ranking lists of creators in ../shared/exports; written before any code.

Records were counted with json and csv alone. Three downloads are sums of 90 days whose text has no year: they belong to no day.
"""

from tests.integration.expected_outcomes import Held, Taken

EXPECTED: dict[str, Taken | Held] = {
    "instagram/shorthills_posts.json": Taken("instagram_download_posts", 13),
    "instagram/shorthills_audience_insights.json": Held("unrecognised_format"),
    "instagram/shorthills_content_interactions.json": Held("unrecognised_format"),
    "instagram/shorthills_profiles_reached.json": Held("unrecognised_format"),
    # Followers stand in each list twice, as 48.5M and as 48500000, and agree in every row.
    "influencers/social media influencers - instagram.csv": Taken("influencer_list_instagram", 1000),
    "influencers/social media influencers-INSTAGRAM - -DEC 2022.csv": Taken("influencer_list_instagram", 1000),
    "influencers/social media influencers - tiktok.csv": Taken("influencer_list_tiktok", 1000),
    "influencers/social media influencers - youtube.csv": Taken("influencer_list_youtube", 1000),
}
# Label of Instagram → column of ours.
POSTS = {
    "Impressions": "impressions", "Accounts reached": "reach", "Likes": "likes", "Comments": "comments", "Shares": "shares",
    "Saves": "saves", "Follows": "follows", "Profile visits": "profile_visits",
}  # fmt: skip
