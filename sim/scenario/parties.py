"""The actors of a scenario file: roles, constraints, and what each was seen to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import cast

from sim.model.constraints import CONSTRAINTS, MOST_PATRONS, STATES
from sim.scenario.conditions import rung_names
from sim.scenario.errors import nearest, nearest_or_all
from sim.scenario.nodes import Table
from sim.scenario.quantities import Setting, default_quantity, read_constraint, read_source
from sim.scenario.reading import Spot, missing
from sim.scenario.schema import Actor, Quantity, Role, Seen

ROLES = ("challenger", "client", "patron")
LADDER_OF = {"challenger": "pressure", "client": "stance", "patron": "support"}
OWN_FIELDS = ("role", "title", "colour", "opening", "so_far", "course")
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
COLOUR = re.compile(r"#[0-9a-fA-F]{6}", re.ASCII)
RESERVED = ("week", "weights")  # first words of paths that are no actors


def read_roles(spot: Spot) -> dict[str, str]:
    """Name and role of each actor, with names, roles and their numbers checked."""
    roles: dict[str, str] = {}
    for name, part in spot.parts("a mapping of actors").items():
        if not NAME.fullmatch(name) or name in RESERVED:
            plain = re.sub(r"\W+", "_", name.lower(), flags=re.ASCII).strip("_")
            sound = NAME.fullmatch(plain) and plain not in (*RESERVED, name)
            way_out = f"Did you mean {plain}?" if sound else "Use lower-case letters, digits and _."
            message = "is a reserved word" if name in RESERVED else "is no name for an actor"
            part.report.add(part.at, spot.path, name, message, way_out)
        fields = part.parts("a mapping with a role and constraints")
        role = fields["role"].choice(ROLES, "a role") if "role" in fields else ""
        if isinstance(part.node, Table) and "role" not in fields:
            part.report.add(part.at, part.path, "", "`role` is missing", f"Add role: {', '.join(ROLES[:2])} or patron.")
        roles[name] = role
    _check_cast(spot, roles)
    return roles


def _check_cast(spot: Spot, roles: Mapping[str, str]) -> None:
    """Exactly one challenger and one client, and one to eight patrons."""
    if not isinstance(spot.node, Table) or "" in roles.values():
        return  # some role is unknown: the count would mislead
    for role in ("challenger", "client"):
        names = [name for name, its in roles.items() if its == role]
        if not names:
            spot.report.add(spot.at, spot.path, "", f"there is no {role}", f"Give one actor `role: {role}`.")
        for name in names[1:]:
            entry = spot.node.entries[name]
            message = f"is a second {role}, beside {names[0]}"
            spot.report.add(entry.place, spot.path, name, message, f"Keep one {role}; a coalition is one actor.")
    patrons = [name for name, role in roles.items() if role == "patron"]
    if not patrons:
        spot.report.add(spot.at, spot.path, "", "there is no patron", "Give at least one actor `role: patron`.")
    for name in patrons[MOST_PATRONS:]:
        entry = spot.node.entries[name]
        spot.report.add(entry.place, spot.path, name, f"is one patron more than {MOST_PATRONS}", "Remove some.")


def read_actors(spot: Spot, setting: Setting) -> list[Actor]:
    """The actors: challenger, client, then patrons in the order of the file."""
    parts = spot.parts("a mapping of actors")
    actors = [_read_actor(name, parts[name], role, setting) for name, role in setting.roles.items() if role]
    titles: dict[str, str] = {}
    for actor in actors:
        first = titles.setdefault(actor.title.casefold(), actor.name)
        if first != actor.name:
            part = parts[actor.name].parts().get("title", parts[actor.name])
            part.complain(f"is the title of {first} already", "Give each actor a title of its own.", actor.title)
    return sorted(actors, key=lambda actor: ROLES.index(actor.role))


def _read_actor(name: str, spot: Spot, role: str, setting: Setting) -> Actor:
    """One actor with every constraint of its role."""
    parts = spot.parts()
    ladder = LADDER_OF[role]
    if "opening" in parts and "so_far" in parts:
        parts["opening"].complain("has no effect beside so_far", "Remove one of the two.")
    if "course" in parts and role != "challenger":
        part = parts["course"]
        part.report.add(part.at, spot.path, "course", f"is for challengers, not for a {role}", "Remove it.")
    return Actor(
        name=name,
        title=parts["title"].text() if "title" in parts else name.replace("_", " ").title(),
        role=cast(Role, role),
        colour=_read_colour(parts["colour"]) if "colour" in parts else "",
        opening=parts["opening"].rung(rung_names(ladder), ladder) if "opening" in parts else None,
        so_far=_read_moves(parts["so_far"], role, setting, past=True) if "so_far" in parts else (),
        course=_read_moves(parts["course"], role, setting, past=False) if "course" in parts else (),
        constraints=_read_constraints(spot, parts, role, setting),
    )


def _read_constraints(spot: Spot, parts: Mapping[str, Spot], role: str, setting: Setting) -> dict[str, Quantity]:
    """Every constraint of the role, as written or by default; required ones must be there."""
    catalogue = {constraint.name: constraint for constraint in CONSTRAINTS[role]}
    for key, part in parts.items():
        if key not in catalogue and key not in OWN_FIELDS:
            message, way_out = _unknown_field(key, role)
            part.report.add(part.at, spot.path, key, message, way_out)
    required = [key for key, constraint in catalogue.items() if constraint.default is None]
    for key in missing(required, parts, [*OWN_FIELDS, *catalogue]):
        way_out = f"Add {key}: {{value: ..., range: [low, high], unit: ..., source: ...}} ({catalogue[key].meaning})."
        spot.report.add(spot.at, spot.path, "", f"`{key}` is missing", way_out)
    return {
        key: read_constraint(parts[key], constraint, setting) if key in parts else default_quantity(constraint)
        for key, constraint in catalogue.items()
    }


def _unknown_field(key: str, role: str) -> tuple[str, str]:
    """Why an actor cannot have this field, and the way out."""
    if key in [state.name for state in STATES[role]]:
        return "is a state, which arises in play and cannot be set", "To say where play begins, use so_far or opening."
    others = [other for other in ROLES if other != role and key in [it.name for it in CONSTRAINTS[other]]]
    known = [*OWN_FIELDS, *(constraint.name for constraint in CONSTRAINTS[role])]
    if others and not nearest(key, known):
        return f"is a constraint of a {others[0]}, not of a {role}", "Move or remove it."
    return f"is an unknown field of a {role}", nearest_or_all(key, known)


def _read_colour(spot: Spot) -> str:
    """A hex colour; unquoted, YAML takes # for a comment."""
    way_out = 'Write "#1f77b4", with quotes.'
    leaf = spot.scalar("a colour", way_out)
    if leaf is not None and not COLOUR.fullmatch(leaf.text):
        spot.complain("is no colour", way_out)
    return spot.written


def _read_moves(spot: Spot, role: str, setting: Setting, *, past: bool) -> tuple[Seen, ...]:
    """Dated moves on the role's ladder, each later than the one before."""
    moves: list[Seen] = []
    for item in spot.items("a list of dated moves"):
        move = _read_move(item, role, setting)
        if move is None:
            continue
        day = item.parts()["on"]
        if past and setting.as_of and move.on > setting.as_of:
            day.complain(f"lies after as_of {setting.as_of}", "so_far holds only what had been seen by then.")
        if not past and setting.as_of and setting.end and not setting.as_of <= move.on <= setting.end:
            day.complain(f"lies outside the time played, {setting.as_of} to {setting.end}", "Mend the date.")
        if moves and move.on <= moves[-1].on:
            day.complain(f"does not follow {moves[-1].on}", "Put the moves in order of date, one to a day.")
        moves.append(move)
    return tuple(moves)


def _read_move(item: Spot, role: str, setting: Setting) -> Seen | None:
    """One dated move; its rung stands under the name of the role's ladder."""
    ladder = LADDER_OF[role]
    wrong = [key for key in item.parts("a dated move") if key in LADDER_OF.values() and key != ladder]
    for key in wrong:
        part = item.parts()[key]
        part.report.add(part.at, item.path, key, f"is not the ladder of a {role}", f"Did you mean {ladder}?")
    required = ("on",) if wrong else ("on", ladder)
    parts = item.fields(required, (ladder, "source", "note", *wrong), "a dated move")
    day = parts["on"].date() if "on" in parts else None
    rung = parts[ladder].rung(rung_names(ladder), ladder) if ladder in parts else None
    source = read_source(parts["source"], setting) if "source" in parts else ""
    note = parts["note"].text() if "note" in parts else ""
    return None if day is None else Seen(on=day, rung=rung or 0, source=source, note=note)


def unknown_actor(spot: Spot, name: str, setting: Setting, wanted: str) -> None:
    """Note a name that is no actor of the wanted role."""
    names = [actor for actor, role in setting.roles.items() if role == wanted]
    if name in setting.gone and name not in setting.roles:
        spot.complain(f"was removed in {setting.gone[name]}", "Remove or replace this entry there as well.")
    elif setting.roles.get(name) not in (None, "", wanted):
        spot.complain(f"is a {setting.roles[name]}, not a {wanted}", nearest_or_all(name, names))
    elif name not in setting.roles:
        spot.complain("is no actor of this scenario", nearest_or_all(name, names))
