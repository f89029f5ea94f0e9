"""Commands that refuse an option given twice, of which one would be lost."""

from __future__ import annotations

from functools import partial

import click


class OnceCommand(click.Command):
    """A command whose options are given once, but for those that can be repeated."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Count the options, of which click would silently take the last."""
        if not ctx.resilient_parsing:
            _, _, given = self.make_parser(ctx).parse_args(args=list(args))
            for param in given:
                times = given.count(param)
                if times > 1 and isinstance(param, click.Option) and _is_lost(param):
                    raise click.UsageError(
                        f"{param.opts[-1]} is given {times} times: give it once", ctx
                    )
        return super().parse_args(ctx, args)


def _is_lost(option: click.Option) -> bool:
    return not (option.multiple or option.count or option.is_flag)


class OnceGroup(click.Group):
    """A group of such commands."""

    command_class = OnceCommand


command = partial(click.command, cls=OnceCommand)
