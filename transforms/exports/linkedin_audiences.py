"""LinkedIn: who follows a page and who visits it, by place, job and company. Sheets of the followers and visitors exports."""

from transforms.exports.model import Field, Format

# Dimension → header, language beside language. Other Portuguese headers are not documented.
_DIMENSIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "location": (("Location",), ("Localidade",)),
    "job_function": (("Job function",), ()),
    "seniority": (("Seniority",), ()),
    "industry": (("Industry",), ("Setor",)),
    "company_size": (("Company size",), ()),
}
_REMARK = "LinkedIn lists the largest parts only, about a hundred: their sum is not the whole"


def _breakdown(audience: str, dimension: str, measure: Field, *, windowed: bool) -> Format:
    en, pt = _DIMENSIONS[dimension]
    return Format(
        id=f"linkedin_{audience.removesuffix('s')}_{dimension}",
        platform="linkedin",
        title=f"LinkedIn {audience} by {dimension.replace('_', ' ')}",
        version=1,
        fields=(Field("dimension_value", en, pt), measure),
        required=("dimension_value", measure.name),
        signature=(frozenset({"dimension_value"}), frozenset({measure.name})),
        exact=True,
        table="staging_audience",
        key_column="dimension_value",
        windowed=windowed,
        says={"audience": audience, "dimension": dimension},
        remark=_REMARK,
    )


# Followers are those of the moment of the export; visits are those of its period, which only the days of the other sheet tell.
FORMATS = (
    *(
        _breakdown("followers", each, Field("audience_count", ("Total followers",), ("Total de seguidores",)), windowed=False)
        for each in _DIMENSIONS
    ),
    *(
        _breakdown("visitors", each, Field("profile_visits", ("Total views",), ("Total de visualizações",)), windowed=True)
        for each in _DIMENSIONS
    ),
)
