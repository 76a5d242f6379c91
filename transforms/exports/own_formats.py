"""Files in formats/ of a workspace, as text, to the formats that it reads: the shipped ones with the workspace's own words."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from transforms.errors import FormatFileError
from transforms.exports.headers import fold
from transforms.exports.model import MISSING, TOTALS, Field, Format
from transforms.exports.own_checks import NEEDED, Checked, read_file, require_sound, require_unclaimed, wrong_at
from transforms.exports.own_model import Addition, OwnFormat
from transforms.exports.registry import SHIPPED, Own, Registry
from transforms.exports.values import MOMENTS

TABLE_OF = {
    "post": "staging_post",
    "post by day": "staging_post_daily",
    "account by day": "staging_account_daily",
    "creator by day": "staging_creator",
}
Errors = Mapping[str, FormatFileError]


@lru_cache(maxsize=16)  # every stage of a night asks for them
def registry_of(files: tuple[tuple[str, str], ...]) -> tuple[Registry, Errors]:
    """The formats of a workspace whose formats/ holds `files`, as (name without .yaml, text); what is wrong with the others.

    Files are read by name, so that their order in the folder does not matter. One that is wrong changes nothing.
    """
    formats, own, errors = dict(SHIPPED.formats), dict[str, Own](), dict[str, FormatFileError]()
    for name, text in sorted(files):
        where = f"formats/{name}.yaml"
        try:
            checked = read_file(text, where)
            if checked.told.draft:
                continue
            made = _added(checked, formats) if isinstance(checked.told, Addition) else _new(checked, name, formats)
        except FormatFileError as error:
            errors[name] = error
        else:
            formats[made.id] = made
            own[name] = Own(made.id, json.dumps(checked.told.model_dump(mode="json"), sort_keys=True))
    if not own and not errors:
        return SHIPPED, {}
    return Registry(formats, own, frozenset(errors)), errors


def _new(checked: Checked, name: str, known: Mapping[str, Format]) -> Format:
    told = checked.told
    if not isinstance(told, OwnFormat):
        raise TypeError(type(told))
    table = TABLE_OF[told.grain]
    require_sound(checked, name, table, known)
    of_creators = told.grain == "creator by day"
    required = tuple(dict.fromkeys((*NEEDED[table], *told.required)))
    return Format(
        id=name,
        platform=told.platform,
        title=told.title,
        version=1,
        fields=tuple(
            Field(column, each.headers, exposure=_exposure(column, each.counts), unit=each.written)
            for column, each in told.columns.items()
        ),
        required=required,
        signature=tuple(frozenset({column}) for column in required),
        table=table,
        days=told.days,
        moments=told.times,
        stated="date" if not set(told.times) & MOMENTS.keys() else "utc" if told.zone == "UTC" else "zoned",
        time_zone=told.zone,
        ids=told.ids if told.ids not in {"text", "numbers"} else None,  # type: ignore[arg-type] # the rest of the literal
        text_ids=told.ids == "text",
        lifetime=told.lifetime,
        missing=(*MISSING, *told.missing),
        totals=(*TOTALS, *told.totals),
        numbers_as=told.numbers.style,
        media_types={fold(word): kind for word, kind in told.media_types.items()},
        not_carried=dict(told.not_carried),
        exact=told.exact,
        as_of_export=of_creators and "activity_date" not in told.columns,
        key_column="account_handle" if of_creators else "",
        identity=_listed_creator if of_creators else None,
    )


def _listed_creator(work: object) -> None:
    from transforms.exports.creator_readings import read_listed_creator

    read_listed_creator(work)  # type: ignore[arg-type] # a Work, which only the readings import


def _exposure(column: str, counts: str | None) -> str | None:
    return (counts or "impressions") if column == "impressions" else None


def _added(checked: Checked, known: Mapping[str, Format]) -> Format:
    told = checked.told
    if not isinstance(told, Addition):
        raise TypeError(type(told))
    format_ = known.get(told.extends)
    if format_ is None:
        raise wrong_at(checked, ("extends",), "the name of a format that is read", told.extends, near=known)
    require_unclaimed(checked, format_)
    if told.titles and not format_.titles:
        raise wrong_at(checked, ("titles",), "no titles: this format is told by its header", ", ".join(told.titles))
    return replace(
        format_,
        fields=_with_words(checked, format_),
        titles=format_.titles + told.titles,
        days=_more(format_.days, told.days),
        moments=_more(format_.moments, told.times),
        lifetime=_more(format_.lifetime, told.lifetime),
        missing=_more(format_.missing, told.missing),
        totals=_more(format_.totals, told.totals),
        media_types={**format_.media_types, **{fold(word): kind for word, kind in told.media_types.items()}},
        not_carried={**format_.not_carried, **told.not_carried},
    )


def _more(known: tuple[str, ...], added: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *added)))


def _with_words(checked: Checked, format_: Format) -> tuple[Field, ...]:
    """The fields of a format with further headers; a column that it did not have yet comes last."""
    fields = list(format_.fields)
    language = getattr(checked.told, "language", None) or "own"
    for column, each in checked.told.columns.items():
        same = [at for at, field in enumerate(fields) if field.name == column]
        chosen = [at for at in same if each.counts in {None, fields[at].exposure}]
        if len(chosen) > 1:
            kinds = " or ".join(str(fields[at].exposure) for at in chosen)
            raise wrong_at(checked, ("columns", column), f"`counts: {kinds}`, which says what {column} counts", "no such key")
        if chosen:
            field = fields[chosen[0]]
            words = {**field.others, language: (*field.others.get(language, ()), *each.headers)}
            fields[chosen[0]] = replace(field, others=words)
        else:
            fields.append(Field(column, each.headers, exposure=_exposure(column, each.counts), unit=each.written))
    return tuple(fields)
