"""What a new workspace starts with, as text."""

import re
from collections.abc import Iterator
from pathlib import Path

from flows.format_notes import page
from flows.templates import template_texts
from transforms.errors import SettingsError
from transforms.exports.examples import NAMES, example_text
from transforms.strategy import BRAND_PATTERN, RESERVED
from transforms.strategy_schema import NAME as SCHEMA_NAME
from transforms.strategy_schema import schema_text
from warehouse.storage import make_folder
from warehouse.workspace import Workspace

SETTINGS = """\
# Settings of this workspace. Everything here has a default; PILASTER_<NAME> in the environment beats it.

# Seconds for which a file in landing/ must stand still before it is taken.
settle_s = {settle_s}

# URL of the ledger: ledger.db in this folder if empty, or postgresql://user@host:5432/database. Its password belongs into the
# environment (PILASTER_LEDGER_URL, PGPASSWORD) or into ~/.pgpass.
# ledger_url = ""

# Key of the hashes that stand for followers and for who writes to us: .people_key in this folder, made when it is first needed,
# or a secret of yours, which belongs into the environment (PILASTER_HASH_KEY).
# hash_key = ""

# snappy is what every BI tool reads; zstd is smaller.
# compression = "snappy"

# Where alerts go: Apprise URLs, several apart by blanks. They hold secrets: PILASTER_ALERT_URL is the better place.
# alert_url = ""
# alert_quarantined_over = 0
# alert_volume_factor = 4
# alert_volume_exports = 5

# Days after its receipt after which a taken export leaves landing/; it stays for ever if empty. raw/ keeps every export.
# landing_retention_days = 90

# What DuckDB may use.
# memory_limit = "2GB"
# threads = 4

# When `pilaster up` runs what (minute, hour, day, month, weekday), and whose clock that goes by.
# nightly_cron = "15 3 * * *"
# reports_day = 4
# The monthly reports close the month before, if exports were taken so many days after its end; people close it if empty.
# close_after_days = 4
# verify_cron = "15 6 * * sun"
# schedule_zone = "UTC"

# Databases that a night reads besides landing/: schemas that a connector has landed there. `url` names an environment variable
# that holds the database's URL (postgresql://user:password@host:5432/database). Connectors: facebook_pages, instagram_business,
# twitter_organic, linkedin_pages, youtube_analytics (as Fivetran lands them).
# [sources.social]
# url = "SOCIAL_DB_URL"
# connector = "instagram_business"
# brand = "{brand}"
# schema = "instagram_business"          # where it is not the connector's usual one
# accounts = {{ "17841400000000000" = "{brand}" }}  # id or name there = handle in the strategy, where they differ
# settle_s = 3600                        # rows younger than this wait for the next night
"""

STRATEGY = """\
# yaml-language-server: $schema=strategy.schema.json
# The strategy of one brand. The file bears the brand's name, and so does landing/{brand}/.
brand: {brand}

# Whose midnight ends the month: an IANA name such as Europe/Amsterdam.
time_zone: Europe/Amsterdam

# The accounts that are ours. Posts of other accounts in our exports (collabs) are kept but do not count as ours.
accounts:
  - platform: instagram
    handle: {brand}
    # id: "17841400000000000"      # Account ID in Meta's exports; tells accounts apart when a handle changes
    # aliases: [other.name, {handle: former.handle, until: 2026-05-01}]    # until: the last day on which it was ours
    # exports:                     # what you promise yourselves; rpt_quality says what came late or never
    #   - {format: instagram_content, every: month, within_days: 5}
  - platform: x
    handle: {brand}

# What you want to talk about: weights sum to exactly 1. A post counts for a pillar by a custom label, a hashtag or a word.
# pillars:
#   - name: craft
#     weight: 0.6
#     hashtags: [madebyhand]
#     keywords: [workshop, handmade]
#   - name: people
#     weight: 0.4
#     keywords: [team, meet]

# When somebody answers messages, and within how many days each should have an answer (rpt_conversation).
# business_hours: {days: [Mon..Fri], from: "09:00", to: "18:00", closed: [2026-12-25]}
# response_window_days: 7

# Who else is talked about, and what listening tools call us besides {brand} (rpt_share_of_voice).
# competitors: [Rival Studio]
# our_names: [Our Brand]

# Whom we want to win or keep, and their handles. Their figures come from templates/creators.csv and templates/creator_posts.csv.
# creators:
#   - name: A Creator
#     handles:
#       instagram: a.creator
"""


def scaffold(root: Path, brand: str, *, settle_s: float = 10, strategy: str = STRATEGY) -> Iterator[tuple[str, bool]]:
    """Write what is missing; yields (path, whether it is new).

    Raises:
        SettingsError: the brand's name could not name a folder.
    """
    if not re.match(BRAND_PATTERN, brand) or brand == RESERVED:
        expected = f"a-z, 0-9 and -, up to 63 of them, and not {RESERVED!r}"
        raise SettingsError(where="--brand", expected=expected, found=brand, remedy="choose a short name")
    workspace = Workspace(root)
    for folder in (workspace.strategy, workspace.formats, workspace.templates, workspace.landing / brand):
        is_new = not folder.is_dir()
        make_folder(folder)
        yield f"{folder.relative_to(root)}/", is_new
    texts = {
        workspace.settings: SETTINGS.format(settle_s=settle_s, brand=brand),
        workspace.strategy / f"{brand}.yaml": strategy.replace("{brand}", brand),
        workspace.strategy / SCHEMA_NAME: schema_text(),
        **{workspace.formats / f"{name}.yaml.example": example_text(name) for name in NAMES},
        workspace.formats / "README.md": page(),
        **{workspace.templates / name: text for name, text in template_texts().items()},
    }
    for path, text in texts.items():
        is_new = not path.exists()
        if is_new:
            path.write_text(text, "utf-8")
        yield str(path.relative_to(root)), is_new
