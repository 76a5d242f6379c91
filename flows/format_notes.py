"""The page beside a workspace's formats: how a file there is written."""

from typing import Any

from transforms.exports.own_formats import TABLE_OF
from transforms.exports.values import DAYS, MOMENTS

_PAGE = """\
# Formats of your own

A file NAME.yaml here teaches Pilaster a kind of export, or more words for one that it knows. No code, no release: the next night
reads with it, looks at held files again, and reads what was taken under it again when it changes. A file that is wrong is named
with its line; everything else goes on. `pilaster inspect --draft FILE > formats/NAME.yaml` writes a first draft for an export.

The examples beside this page (`.example`) are read once they are called `.yaml`.

## A new kind of export

| key | what it says |
|---|---|
| `title` | what people call it |
| `platform` | the network, in small letters: accounts in the strategy bear the same name |
| `grain` | what one row is: {grains} |
| `columns` | our column: the header, or a list of headers; more below |
| `required` | columns without which a file is none of this kind, besides those that every row needs |
| `exact` | `true`: only files whose every header is named here |
| `ids` | how posts are named: `text` (if nothing is said), `numbers`, or whose ids carry the time: `instagram`, `x`, `tiktok` |
| `days`, `times` | how days and times of publication are written; see below |
| `zone` | whose clock the times are by, if they do not say it; UTC if nothing is said |
| `numbers` | `thousands`, `decimal`, and `suffixes: true` for 1.2K and 12.5M |
| `missing`, `totals` | words for "not supplied", first cells of rows that sum up others |
| `lifetime` | words in the day's place for "since publication" |
| `media_types` | native kind of post: image, video, reel, carousel, story, text or other |
| `not_carried` | a header that is left out: why |
| `draft` | `true`: not used yet |

`impressions: {{headers: [Plays], counts: views}}` says what they count. `written: hours`, `percent` or `clock` (H:MM:SS)
beside `headers` says how a number is written. `pilaster inspect FILE` shows our columns, `data_dictionary` explains them.
If no column is `account_handle`, a file belongs to the only account of its platform, or lies in a folder named after one.

## More words for a format that is known

`extends: instagram_content`, `language: nl`, and then `columns`, `titles`, `days`, `times`, `lifetime`, `missing`, `totals`,
`media_types`, `not_carried` with what is added.

## Days and times

Days: {days}. Times: {times}, and every day.
"""


def page() -> str:
    """README.md of formats/."""
    return _PAGE.format(grains=_listed(TABLE_OF), days=_listed(DAYS), times=_listed(MOMENTS))


def _listed(names: dict[str, Any]) -> str:
    return ", ".join(f"`{name}`" for name in names)
