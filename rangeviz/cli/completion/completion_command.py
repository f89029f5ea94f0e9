"""``rangeviz completion``: the script that completes names in a shell."""

from __future__ import annotations

import click

SHELLS = ("bash", "zsh", "fish")


@click.command("completion", short_help="Print the script that completes names.")
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> None:
    """Print the script that lets a shell complete commands, places, regions, systems.

    \b
    Examples:
      echo 'eval "$(rangeviz completion bash)"' >> ~/.bashrc
      echo 'eval "$(rangeviz completion zsh)"' >> ~/.zshrc
      rangeviz completion fish > ~/.config/fish/completions/rangeviz.fish
    """
    from rangeviz.cli.completion.shells import completion_script

    root = click.get_current_context().find_root().command
    click.echo(completion_script(root, shell), nl=False)
