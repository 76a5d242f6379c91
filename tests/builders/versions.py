"""Code of another version, without writing any: what a release does to a workspace."""

import dataclasses

from flows import staleness
from transforms import lineage
from transforms.facts.register import FACTS
from warehouse import fact_merging, touching


def raise_version(monkeypatch, name="fact_post_snapshot"):
    """From here on the code is of the next version of a fact."""
    facts = tuple(dataclasses.replace(each, version=each.version + (each.table.name == name)) for each in FACTS)
    for module in (fact_merging, touching):
        monkeypatch.setattr(module, "FACTS", facts)
    version = next(each.version for each in facts if each.table.name == name)
    monkeypatch.setitem(lineage.VERSIONS, name, version)
    monkeypatch.setitem(staleness._FACT_VERSIONS, name, version)
