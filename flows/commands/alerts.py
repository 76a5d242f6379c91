"""`pilaster alerts test`: whether an alert would arrive."""

from cyclopts import App

from flows.commands.options import HERE, WorkspaceOption

app = App(name="alerts", help="See whether alerts would arrive.")


@app.command(name="test")
def send_test(*, workspace: WorkspaceOption = HERE) -> int:
    """Send a test message to every address in `alert_url`.

    Exit code 0: every receiver took it; 2: one did not, or there is none.
    """
    from flows.alerting.message import Message
    from flows.alerting.sending import send
    from flows.settings import read_settings
    from transforms.errors import RetryError, SettingsError
    from warehouse.workspace import Workspace

    place = Workspace(workspace.absolute())
    place.require()
    settings = read_settings(place)
    if not settings.alert_url.get_secret_value():
        raise SettingsError(
            where=f"{place.settings.name} (or PILASTER_ALERT_URL), alert_url",
            expected="the address of a receiver, as Apprise writes it: mailto://..., slack://..., json://...",
            found="none",
            remedy="set it; without an address nothing is ever sent",
        )
    delivery = send(settings.alert_url, Message("Pilaster: a test", f"Alerts of {place.root} arrive here. Nothing has happened."))
    if delivery.problem:
        raise RetryError(
            where="alert_url",
            expected="receivers that take a test message",
            found=delivery.problem,
            remedy="see that address, secret and network are right, then test again",
        )
    print(f"{delivery.n_sent} of {delivery.n_sent} receivers took the test message")
    return 0
