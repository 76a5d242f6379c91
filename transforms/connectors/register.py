"""Every connector whose schema Pilaster reads from a database."""

from transforms.connectors.facebook_pages import FACEBOOK_PAGES
from transforms.connectors.instagram_business import INSTAGRAM_BUSINESS
from transforms.connectors.linkedin_pages import LINKEDIN_PAGES
from transforms.connectors.model import Connector
from transforms.connectors.twitter_organic import TWITTER_ORGANIC
from transforms.connectors.youtube_analytics import YOUTUBE_ANALYTICS
from transforms.exports.model import Format

CONNECTORS: dict[str, Connector] = {
    each.id: each for each in (FACEBOOK_PAGES, INSTAGRAM_BUSINESS, TWITTER_ORGANIC, LINKEDIN_PAGES, YOUTUBE_ANALYTICS)
}
# Their records lie in the archive like any export, so they are formats like any other.
FORMATS: tuple[Format, ...] = tuple(table.format for each in CONNECTORS.values() for table in each.tables)
