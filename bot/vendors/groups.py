"""The groups of the company file as it is written, where vendors' addresses stand beside names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def groups_of(company: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each written group by its department's key; the leaders' is ""."""
    if not isinstance(company, Mapping):
        return
    departments = company.get("departments")
    listed = departments if isinstance(departments, list) else []
    places = [(str(d.get("key")), d) for d in listed if isinstance(d, Mapping)]
    for key, place in [*places, ("", company.get("leaders"))]:
        group = place.get("group") if isinstance(place, Mapping) else None
        if isinstance(group, Mapping):
            yield key, group


def after(name: str, address: object) -> str:
    """A part of an address's query; what is no whole address is that part already."""
    return str(address or "").rpartition(f"{name}=")[2].partition("&")[0].strip()
