"""Formats of networks that are gone, as files for formats/ of a workspace: `init` writes them there as examples."""

from importlib.resources import files

NAMES = ("vine_archive", "klout_scores")


def example_text(name: str) -> str:
    """The text of one example."""
    return files(__name__).joinpath(f"{name}.yaml").read_text("utf-8")
