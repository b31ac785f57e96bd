"""What a platform's directory says, beside what the company file says: the file rules.

The directory tells ids that the file lacks and who can't be reached. Where it says otherwise about
departments and their heads, that is shown and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from bot.domain.chat import DirectoryRead
from bot.domain.company import Company, Department, Listed, Person

#: More than this in one line is read by nobody.
_MOST_NAMES = 20


def with_directory(company: Company, read: DirectoryRead) -> Company:
    """The company, knowing what was read; what could not be read stays as it was."""
    platform = read.chat.platform
    people = dict(with_ids(company, platform, read.ids).people)
    if not _is_wrong(company, platform, read):
        for key, why in read.away.items():
            person = people.get(key)
            if person is not None and person.ids == company.people[key].ids:
                people[key] = _standing(person, platform, why)
    departments = {
        d.key: replace(d, listed={**d.listed, platform: _listed(read.departments[d.name])})
        if d.name in read.departments
        else d
        for d in company.departments.values()
    }
    return replace(company, people=people, departments=departments)


def with_ids(company: Company, platform: str, ids: Mapping[str, str]) -> Company:
    """The company with user ids that were found; nobody's own is given to another."""
    taken = {p.ids.get(platform) for p in company.people.values()}
    people = dict(company.people)
    for key, user_id in ids.items():
        person = people.get(key)
        if person is None or user_id in taken:
            continue
        if platform not in person.ids or person.away.get(platform) == "gone":
            there = replace(person, ids={**person.ids, platform: user_id})
            people[key] = _standing(there, platform, None)
            taken.add(user_id)
    return replace(company, people=people)


def _standing(person: Person, platform: str, why: str | None) -> Person:
    away = {p: w for p, w in person.away.items() if p != platform}
    return replace(person, away={**away, platform: why} if why else away)


def _is_wrong(company: Company, platform: str, read: DirectoryRead) -> bool:
    """Everybody gone at once: another organisation's keys, or a range that lets us see nobody."""
    people = company.people
    found = [w for key, w in read.away.items() if key in people and platform in people[key].ids]
    return len(found) > 1 and all(why == "gone" for why in found)


def _listed(found: Mapping[str, Any]) -> Listed:
    return Listed(tuple(found["heads"]), dict(found["people"]))


def newly_away(before: Company, after: Company, platform: str) -> set[str]:
    """Whom the platform does not reach any more, or for another reason than before."""
    return {
        key
        for key, person in after.people.items()
        if (why := person.away.get(platform)) and before.people[key].away.get(platform) != why
    }


def remarks(company: Company, platforms: Iterable[str]) -> list[dict[str, Any]]:
    """What a person should know, as facts: who is away, where heads and people differ."""
    found: list[dict[str, Any]] = []
    for platform in platforms:
        found += [
            {"platform": platform, **_away(company, person, platform)}
            for person in company.people.values()
            if platform in person.away
        ]
        for department in company.departments.values():
            if platform in department.listed:
                told = _differences(company, department, platform)
                found += [{"platform": platform, "where": department.name, **each} for each in told]
    return found


def _away(company: Company, person: Person, platform: str) -> dict[str, Any]:
    departments = company.departments.values()
    return {
        "what": "away",
        "key": person.key,
        "name": person.name,
        "why": person.away[platform],
        "heads": [d.name for d in departments if d.head == person.key],
        "crews": [d.name for d in departments if person.key in d.members],
        "leads": person.key in company.leaders,
        "elsewhere": not person.is_away,
    }


def _differences(company: Company, department: Department, platform: str) -> list[dict[str, Any]]:
    """Heads by id where the file's has one, else by name; people whom the file does not have."""
    found, head = department.listed[platform], company.people[department.head]
    told: list[dict[str, Any]] = []
    names = [found.people.get(user_id) or _name(company, platform, user_id) or user_id
             for user_id in found.heads]  # fmt: skip
    user_id = head.ids.get(platform)
    same = user_id in found.heads if user_id else head.name in names
    if found.heads and not same:
        told.append({"what": "heads", "name": head.name, "names": names[:_MOST_NAMES]})
    ours = {p.ids.get(platform) for p in company.people.values()}
    called = {p.name for p in company.people.values() if platform not in p.ids}
    strangers = [n for u, n in found.people.items() if u not in ours and n not in called]
    if strangers:
        facts = {"names": strangers[:_MOST_NAMES], "count": len(strangers)}
        told.append({"what": "strangers", **facts})
    return told


def _name(company: Company, platform: str, user_id: str) -> str:
    person = company.person_of(platform, user_id)
    return person.name if person else ""
