"""A ticket's face in chat, in words that no vendor owns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Button:
    """A button of a card. `fields` are the form it asks for, in order."""

    action: str
    label: str
    fields: tuple[FormField, ...] = ()
    primary: bool = False
    danger: bool = False


@dataclass(frozen=True, slots=True)
class FormField:
    """One thing a button asks for. `kind` is text, time, choice or long."""

    name: str
    label: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True, slots=True)
class Card:
    """A ticket's face. `lines` are label and value; `tone` is calm, warn, alarm or done.

    One that `asks` stands beside the ticket's own card and takes the place of none.
    """

    ticket: int
    title: str
    status: str
    tone: str
    lines: tuple[tuple[str, str], ...]
    buttons: tuple[Button, ...] = ()
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody who must hear it: the user id on this platform, and the name that is shown."""

    user_id: str
    name: str
