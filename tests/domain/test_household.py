"""One household or two: phones, doors and communities compared."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain import complaint
from bot.domain.household import (
    Likeness,
    communities_alike,
    community_key,
    compare,
    completes,
    door_of,
    find,
)
from bot.domain.ticket import Severity, Status, Ticket, Type

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("阳光花园3号楼2单元501", "3-2-501"),
        ("阳光花园 3-2-501", "3-2-501"),
        ("阳光花园小区三号楼二单元五零一室", "3-2-501"),
        ("阳光花园十二栋1单元1001号", "12-1-1001"),
        ("阳光花园３＃２－５０１", "3-2-501"),
        ("阳光花园A座1203", "A--1203"),
        ("阳光花园03号楼2单元501", "3-2-501"),
        ("阳光花园3号楼501", "3--501"),
        ("阳光花园3号楼2单元5楼东户", "3-2-5-东"),
        ("建设路18号3号楼2单元501", "3-2-501"),
        ("阳光花园3号楼2单元", None),
        ("阳光花园3号楼", None),
        ("阳光花园", None),
        (None, None),
    ],
)
def test_a_door_in_many_spellings(address: str | None, key: str | None) -> None:
    assert door_of(address).key == key


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("阳光花园", "阳光花园小区", Likeness.SAME),
        ("阳光花园", "陽光花園", Likeness.SAME),
        ("阳光花园", "滨河阳光花园", Likeness.NEAR),
        ("阳光花园", "阳光家园", Likeness.NEAR),
        ("阳光花园一期", "阳光花园二期", Likeness.OTHER),
        ("东阳小区", "西阳小区", Likeness.OTHER),
        ("阳光花园", "翠湖家园", Likeness.OTHER),
        ("阳光花园", None, Likeness.NEAR),
    ],
)
def test_communities(one: str, other: str | None, likeness: Likeness) -> None:
    assert communities_alike(community_key(one), community_key(other)) is likeness
    assert communities_alike(community_key(other), community_key(one)) is likeness


FIRST = "王女士 13912345678 阳光花园3号楼2单元501 家里不热只有15度"


def ticket_of(words: str, number: int = 1) -> Ticket:
    (read,) = complaint.read(words)
    return Ticket(
        id=number, status=Status.DISPATCHED, severity=Severity(read.severity),
        type=Type(read.type), department="operations", policy="p", opened_at=NOW, content=words,
        name=read.name, phone=read.phone, address=read.address, community=read.community,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "likeness"),
    [
        ("13912345678 王女士 家里还是不热", Likeness.SAME),
        ("王女士 13912345678 阳光花园小区3-2-501 今天更冷了 不热", Likeness.SAME),
        ("阳光花园三号楼二单元501室 暖气冰凉", Likeness.SAME),
        ("王女士 13912345678 阳光花园3号楼2单元501 怎么还没人来", Likeness.SAME),
        # the family's other phone, another flat of hers, another trouble, a name misheard
        ("李先生 13800001111 阳光花园3号楼2单元501 不热", Likeness.NEAR),
        ("王女士 13912345678 翠湖家园1号楼1单元101 不热", Likeness.NEAR),
        ("王女士 13912345678 阳光花园3号楼2单元501 暖气片漏水", Likeness.NEAR),
        ("王女士 13912345678 阳光花园3号楼2单元501 师傅态度差还骂人", Likeness.NEAR),
        ("阳光家园3号楼2单元501 不热", Likeness.NEAR),
        # neighbours
        ("李先生 13800001111 阳光花园3号楼2单元502 不热", Likeness.OTHER),
        ("李先生 13800001111 阳光花园3号楼1单元501 不热", Likeness.OTHER),
        ("李先生 13800001111 阳光花园13号楼2单元501 不热", Likeness.OTHER),
        ("李先生 13800001111 翠湖家园3号楼2单元501 不热", Likeness.OTHER),
        ("阳光花园3号楼2单元 不热", Likeness.OTHER),
        ("李先生 13800001111 阳光家园3号楼2单元501 不热", Likeness.OTHER),
    ],
)
def test_against_the_first(words: str, likeness: Likeness) -> None:
    (new,) = complaint.read(words)
    assert compare(new, words, ticket_of(FIRST)) is likeness


def test_nameless_words_may_be_anyones() -> None:
    words = "我家暖气不热，屋里太冷了，麻烦派人来看看，已经好几天了"
    (new,) = complaint.read(words)
    assert new.address is None
    assert compare(new, words, ticket_of(words)) is Likeness.NEAR


def test_what_a_repeat_completes() -> None:
    old = ticket_of("阳光花园3号楼 王女士 不热")
    (new,) = complaint.read(FIRST)
    found = completes(new, old)
    assert found["phone"] == "13912345678"
    assert found["address"] == "阳光花园3号楼2单元501"
    assert found["room_temp_c"] == 15
    assert "name" not in found


def test_somebody_who_speaks_for_many_is_not_asked_about_each() -> None:
    known = [ticket_of(FIRST.replace("501", room), n) for n, room in enumerate("123", 1)]
    known = [t.but(address=f"阳光花园3号楼2单元10{t.id}") for t in known]
    words = "王女士 13912345678 阳光花园3号楼2单元601 不热"
    (new,) = complaint.read(words)
    assert find(new, words, known[:2], 3) == (None, known[1])
    assert find(new, words, known, 3) == (None, None)
    assert find(new, words, known, 4) == (None, known[-1])
