"""``rangeviz completion``: the script that completes names in a shell."""

from __future__ import annotations

import os
import re
from typing import Any, ClassVar

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    add_completion_class,
    get_completion_class,
)

from rangeviz.cli import once

SHELLS = ("bash", "zsh", "fish")
# What bash reads as itself in an unquoted word; letters of any script too.
_SPECIAL = re.compile(r"([^\w@%+:,./-])")


class QuotingBashComplete(BashComplete):
    """Completion for bash that keeps names with spaces in one word.

    click's own script splits "Nizhny Novgorod" in two. zsh and fish quote by
    themselves.
    """

    source_template: ClassVar[str] = """\
%(complete_func)s() {
    local IFS=$'\\n' response type value
    response=$(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD \\
        %(complete_var)s=bash_complete "$1")
    COMPREPLY=()
    while IFS=',' read -r type value; do
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain) COMPREPLY+=("$value"); [[ $value == */ ]] && compopt -o nospace ;;
        esac
    done <<< "$response"
    return 0
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""

    _quoted = False

    def get_completion_args(self) -> tuple[list[str], str]:
        """Split the line, and see whether the word to complete is in quotes."""
        words = os.environ["COMP_WORDS"].split("\n")
        (word,) = words[int(os.environ["COMP_CWORD"]) :][:1] or ("",)
        self._quoted = word.startswith(("'", '"'))
        return super().get_completion_args()

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """Write a name as one word: with backslashes, unless it is in quotes."""
        if item.type != "plain" or self._quoted:
            return super().format_completion(item)
        escaped = _SPECIAL.sub(r"\\\1", item.value)
        return f"{item.type},{escaped}"


add_completion_class(QuotingBashComplete)


@once.command("completion", short_help="Print the script that completes names.")
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> None:
    """Print the script that lets a shell complete commands, places, regions, systems.

    \b
    Examples:
      echo 'eval "$(rangeviz completion bash)"' >> ~/.bashrc
      echo 'eval "$(rangeviz completion zsh)"' >> ~/.zshrc
      rangeviz completion fish > ~/.config/fish/completions/rangeviz.fish
    """
    root = click.get_current_context().find_root().command
    kind = get_completion_class(shell)
    assert kind is not None, shell
    click.echo(kind(root, {}, "rangeviz", "_RANGEVIZ_COMPLETE").source(), nl=False)
