"""The shop's strategy file."""

from flows.demo import conversation, creators, shop


def _creators() -> str:
    handles = [*(each.handle for each in creators.CREATORS), creators.WITHOUT_FIGURES]
    return "\n".join(f"  - name: {handle}\n    handles: {{instagram: {handle}}}" for handle in handles)


STRATEGY = f"""\
# Which accounts are ours, and whose midnight ends our month.
brand: {shop.BRAND}
time_zone: {shop.TIME_ZONE}
accounts:
  - platform: instagram
    handle: {shop.INSTAGRAM}
    id: "{shop.INSTAGRAM_ID}"
    # What should come in, and how often: so that late and missing are facts.
    exports: [{{format: instagram_content, every: month}}, {{format: instagram_stories, every: month}}]
  - platform: x
    handle: {shop.X}
    exports: [{{format: x_content, every: month}}]
  - platform: facebook
    handle: {shop.FACEBOOK}
    id: "{shop.FACEBOOK_ID}"
  - platform: youtube
    handle: {shop.YOUTUBE}
    exports: [{{format: youtube_table, every: month}}]
  - platform: tiktok
    handle: {shop.TIKTOK}
  - platform: linkedin
    handle: {shop.LINKEDIN}

# What we want to talk about, and how much. A post counts for every pillar whose rule it meets, in equal parts.
pillars:
  - name: brand
    weight: 0.4
    keywords: [atelier, shop floor]
    hashtags: [lumen]
  - name: fashion
    weight: 0.3
    keywords: [coat, scarf, dress]
  - name: beauty
    weight: 0.2
    keywords: [lipstick, skin]
  - name: well-being
    weight: 0.1
    keywords: [slow sunday, stretching]

# When somebody answers, and how soon a message should have an answer.
business_hours: {{days: [Mon..Fri], from: "09:00", to: "18:00"}}
response_window_days: 7

# Who else is talked about: names as in the listening tool.
competitors: [{conversation.RIVAL}]

# Whom we want to win or keep.
creators:
{_creators()}
"""
