"""YAML as people write it by hand: company files and scenarios."""

from __future__ import annotations

import re
from typing import Any

import yaml

_INTEGER = "tag:yaml.org,2002:int"
_FLOAT = "tag:yaml.org,2002:float"
_TIME = "tag:yaml.org,2002:timestamp"


class _AsWritten(yaml.SafeLoader):
    """Days, hours and ids stand as they are written.

    YAML 1.1 makes 1080 of `18:00` and 5349 of the user id `012345`, silently, and an error of its
    own of a day that does not exist.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012 -- the base class says that it is its own
        first: [(tag, looks) for tag, looks in found if tag not in (_INTEGER, _FLOAT, _TIME)]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


_AsWritten.add_implicit_resolver(
    _INTEGER, re.compile(r"^[-+]?(?:0|[1-9]\d*)$", re.ASCII), list("-+0123456789")
)
_AsWritten.add_implicit_resolver(
    _FLOAT, re.compile(r"^[-+]?\d+\.\d+$", re.ASCII), list("-+0123456789")
)


def as_written(text: str) -> Any:
    """What is written. Raises YAMLError."""
    return yaml.load(text, _AsWritten)  # noqa: S506 -- a SafeLoader that guesses less
