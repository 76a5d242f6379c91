"""What a strategy file says, in words: so that a social lead sees what Pilaster has understood."""

from typing import Any

from rich.text import Text

from flows.showing.console import console, table
from transforms.errors import StrategyError
from transforms.strategy import Former, Strategy

_BAR_CELLS = 20


def as_dict(brand: str, strategy: Strategy | None, error: StrategyError | None) -> dict[str, Any]:
    """One brand's strategy or its error, as plain JSON."""
    if error is not None:
        answers = {answer: getattr(error, answer) for answer in ("where", "expected", "found", "remedy")}
        return {"brand": brand, "is_sound": False, "error": answers}
    told = strategy.model_dump(mode="json") if strategy else {}
    return {"brand": brand, "is_sound": True, "strategy": told}


def show(strategy: Strategy) -> None:
    """Print what was understood of one sound file."""
    out = console()
    out.print(Text(f"strategy/{strategy.brand}.yaml: sound", style="bold"))
    out.print(f"  months end at midnight in {strategy.time_zone}")
    _show_accounts(strategy)
    _show_pillars(strategy)
    _show_care(strategy)
    names = ", ".join(creator.name for creator in strategy.creators)
    out.print(
        f"  {len(strategy.creators)} creators: {names}" if names else "  no creators: the influencer report names whom it finds"
    )


def show_error(error: StrategyError) -> None:
    """Print what is wrong with one file, and on which line."""
    console().print(Text(str(error), style="red"))


def _alias(told: Former | str) -> str:
    return told if isinstance(told, str) else f"{told.handle} (until {told.until})"


def _show_accounts(strategy: Strategy) -> None:
    if not strategy.accounts:
        console().print("  no accounts: no number counts as ours")
        return
    shown = table("", "platform", "account", "id", "other names", "expected exports")
    shown.title = None
    for own in strategy.accounts:
        exports = "; ".join(f"{each.format} every {each.every}, within {each.within_days} days" for each in own.exports)
        shown.add_row(
            own.platform, own.handle, own.id or "–", ", ".join(_alias(each) for each in own.aliases) or "–", exports or "–"
        )
    console().print(shown)


def _show_pillars(strategy: Strategy) -> None:
    if not strategy.pillars:
        console().print("  no pillars: there will be no pillar balance")
        return
    shown = table("", "pillar", "weight", "", "rules", numbers=("weight",))
    shown.title = None
    for pillar in strategy.pillars:
        counts = (("label", pillar.labels), ("hashtag", pillar.hashtags), ("keyword", pillar.keywords))
        rules = [f"{len(found)} {word}{'' if len(found) == 1 else 's'}" for word, found in counts if found]
        weight = f"{float(pillar.weight):.6g}"
        shown.add_row(pillar.name, weight, _bar(float(pillar.weight)), ", ".join(rules) or "none: no post can count for it")
    console().print(shown)


def _show_care(strategy: Strategy) -> None:
    hours = [
        f"{whose or 'all accounts'} {', '.join(each.days)} {each.opens}-{each.closes}"
        for whose, each in strategy.calendars.items()
    ]
    console().print(
        f"  messages should have an answer within {strategy.response_window_days} days; "
        f"business hours: {'; '.join(hours) or 'none'}"
    )
    rivals = ", ".join(strategy.competitors)
    console().print(f"  {len(strategy.competitors)} competitors: {rivals}" if rivals else "  no competitors: no share of voice")


def _bar(weight: float) -> str:
    filled = round(weight * _BAR_CELLS)
    return "█" * filled + "·" * (_BAR_CELLS - filled)
