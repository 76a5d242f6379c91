"""`pilaster init`: make a workspace."""

from flows.commands.options import HERE, WorkspaceOption


def init(*, workspace: WorkspaceOption = HERE, brand: str = "mybrand") -> int:
    """Make a workspace: settings, a strategy template and the folders that people use. Nothing that is there is overwritten.

    Args:
        workspace: folder to make the workspace in; it is made if it is not there.
        brand: short name of the brand: a-z, 0-9 and -.
    """
    from flows.scaffold import scaffold

    for path, is_new in scaffold(workspace.absolute(), brand):
        print(f"{'made' if is_new else 'kept'}  {path}")
    print(f"next: name your accounts in strategy/{brand}.yaml, drop exports into landing/{brand}/, run `pilaster nightly`")
    return 0
