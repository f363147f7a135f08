"""The JSON Schema of scenario files, made from the catalogue, with the words that conditions may use.

The schema is what an editor needs to complete and check a file as it is typed. It is looser than
``parse``: what hangs on other parts of the file (sources, dates, actors' names) is checked there.
"""

from __future__ import annotations

from typing import Any

from sim.model.constraints import CONSTRAINTS, MOST_PATRONS, Constraint
from sim.scenario.conditions import ORDERED, Variable, rung_names, targets, variables
from sim.scenario.parse import LEAST_WEEKS, MOST_TURNS, MOST_WEEKS, RULES
from sim.scenario.parties import COLOUR, LADDER_OF, NAME, ROLES
from sim.scenario.quantities import BARE
from sim.scenario.rules import VERBS

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
LOOSE: Schema = {"type": ["string", "number"]}
DATE: Schema = {"type": "string", "format": "date", "description": "a day, e.g. 2025-11-24"}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
RANGE: Schema = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
SOURCE: Schema = {"type": "string", "description": "a key of `sources`, or the word judgement"}
TEST: Schema = {"$ref": "#/$defs/test"}


def json_schema() -> Schema:
    """JSON Schema (draft 2020-12) of the file format; ``x-when`` and ``x-then`` list variables and targets."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Fairweather scenario",
        "description": "A patron-client crisis: actors, their constraints, rules of escalation and questions.",
        **_record(_sections()),
        "if": {"required": ["extends"]},
        "else": {
            "required": ["title", "as_of", "horizon", "actors"],
            "properties": {"actors": {"additionalProperties": _complete()}},
        },
        "$defs": _definitions(),
        "x-when": vocabulary(variables(_one_of_each())),
        "x-then": vocabulary(targets(_one_of_each())),
    }


def vocabulary(known: dict[str, Variable]) -> list[Schema]:
    """Variables with their unit, span or names, and meaning, as plain data."""
    return [_described(variable) for variable in known.values()]


def _one_of_each() -> dict[str, str]:
    """A cast in which each actor is called by its role."""
    return {f"<{role}>": role for role in ROLES}


def _described(variable: Variable) -> Schema:
    """One variable; rungs for a ladder, else the span where it has ends."""
    words: Schema = {"variable": variable.path, "kind": variable.kind, "unit": variable.unit}
    if variable.rungs:
        words["values"] = list(variable.rungs)
        words["operators"] = ["<", "<=", "==", "!=", ">=", ">"] if variable.ladder in ORDERED else ["==", "!="]
    elif variable.high < float("inf"):
        words["minimum"], words["maximum"] = variable.low, variable.high
    return {**words, "meaning": variable.meaning}


def _record(properties: Schema, required: tuple[str, ...] = ()) -> Schema:
    """A mapping with known keys."""
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        **({"required": list(required)} if required else {}),
    }


def _listed(name: str) -> Schema:
    """A list of records that are defined below."""
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}


def _sections() -> Schema:
    """What stands at the top of a file."""
    turn = {
        **_record({
            "weeks": {"type": "number", "minimum": LEAST_WEEKS - 1e-3, "maximum": MOST_WEEKS},
            "days": {"type": "number", "minimum": 1, "maximum": 7 * MOST_WEEKS},
        }),
        "minProperties": 1,
        "maxProperties": 1,
    }  # fmt: skip
    return {
        "title": TEXT,
        "summary": TEXT,
        "as_of": DATE,
        "turn": turn,
        "horizon": {"type": "integer", "minimum": 1, "maximum": MOST_TURNS, "description": "turns"},
        "rule": {"enum": list(RULES)},
        "extends": {"type": "string", "description": "a scenario file, relative to this one"},
        "actors": _actors(),
        **{name: _listed(name[:-1]) for name in ("appeals", "conditions", "events", "questions")},
        "expects": _listed("expectation"),
        "sources": {"type": "object", "additionalProperties": {"$ref": "#/$defs/source"}},
    }


def _actors() -> Schema:
    """Actors by name: one challenger, one client, and patrons."""
    return {
        "type": "object",
        "description": f"exactly one challenger and one client, and 1 to {MOST_PATRONS} patrons",
        "propertyNames": {"pattern": f"^{NAME.pattern}$"},
        "additionalProperties": {"$ref": "#/$defs/actor"},
    }


def _definitions() -> Schema:
    """The records that a file is made of."""
    return {
        "quantity": _record(
            {"value": {"type": "number"}, "range": RANGE, "unit": LOOSE, "source": SOURCE, "note": TEXT, "as_of": DATE},
            ("value", "range", "unit", "source"),
        ),
        "actor": _actor(),
        **{role: _role(role) for role in ROLES},
        "test": _test(),
        "effect": {"oneOf": [_effect(verb, word) for verb, word in VERBS.items()]},
        **_listed_records(),
        "source": _record({"title": LOOSE, "publisher": LOOSE, "date": LOOSE, "url": LOOSE, "note": LOOSE}, ("title",)),
    }


def _actor() -> Schema:
    """An actor of any role; without a role it changes or removes one that is inherited."""
    chosen = [
        {
            "if": {"properties": {"role": {"const": role}}, "required": ["role"]},
            "then": {"$ref": f"#/$defs/{role}"},
        }
        for role in ROLES
    ]
    return {"type": "object", "properties": {"role": {"enum": list(ROLES)}, "remove": {"const": True}}, "allOf": chosen}


def _complete() -> Schema:
    """What an actor must say in a file that extends no other."""
    required = {role: [it.name for it in CONSTRAINTS[role] if it.default is None] for role in ROLES}
    chosen = [{"if": {"properties": {"role": {"const": role}}}, "then": {"required": required[role]}} for role in ROLES]
    return {"required": ["role"], "allOf": chosen}


def _role(role: str) -> Schema:
    """The fields of an actor of this role; what is required may be inherited, so nothing is here."""
    ladder = LADDER_OF[role]
    moves = {"type": "array", "items": _move(ladder)}
    fields: Schema = {
        "role": {"const": role},
        "title": TEXT,
        "colour": {"type": "string", "pattern": f"^{COLOUR.pattern}$"},
        "opening": {"enum": list(rung_names(ladder))},
        "so_far": moves,
    }
    if role == "challenger":
        fields["course"] = moves
    return _record({**fields, **{constraint.name: _constraint(constraint) for constraint in CONSTRAINTS[role]}})


def _move(ladder: str) -> Schema:
    """A dated move on the role's ladder."""
    rung = {"enum": list(rung_names(ladder))}
    return _record({"on": DATE, ladder: rung, "source": SOURCE, "note": TEXT}, ("on", ladder))


def _constraint(constraint: Constraint) -> Schema:
    """A quantity within the catalogue's span, or a bare number where that is allowed."""
    within = {"type": "number", "minimum": constraint.low, "maximum": constraint.high}
    full = {"$ref": "#/$defs/quantity", "properties": {"value": within, "range": {"items": within}}}
    default = "required" if constraint.default is None else f"default {constraint.default:g}"
    about = {"description": f"{constraint.meaning} ({constraint.unit}; {default})"}
    return {**about, "anyOf": [within, full]} if constraint.name in BARE else {**about, **full}


def _test() -> Schema:
    """A comparison, or tests joined by all or any."""
    joined = {"type": "array", "items": TEST, "minItems": 1}
    compared = {"type": "string", "pattern": r"^\s*[A-Za-z_][\w.]*\s*(<=|>=|==|!=|<|>)\s*\S+\s*$"}
    return {"oneOf": [compared, _record({"all": joined}, ("all",)), _record({"any": joined}, ("any",))]}


def _effect(verb: str, word: str) -> Schema:
    """``{set: actor.constraint, to: 0.5}`` and its kin."""
    target = {"type": "string", "pattern": r"^\w+\.\w+$", "description": "actor.constraint"}
    more: Schema = {"range": RANGE, "unit": LOOSE, "source": SOURCE, "note": TEXT}
    return _record({verb: target, word: {"type": "number"}, **more}, (verb, word))


def _listed_records() -> Schema:
    """Appeals, conditions, events, questions and expectations."""
    effects = {"type": "array", "items": {"$ref": "#/$defs/effect"}, "minItems": 1}
    lasting = _record({"turns": {"type": "integer", "minimum": 1}, "weeks": {"type": "number", "minimum": 0}})
    chance = {"value": SHARE, "range": RANGE, "unit": LOOSE, "source": SOURCE, "note": TEXT, "as_of": DATE}
    reference = _record({"who": TEXT, "p": SHARE, "date": DATE, "source": SOURCE, "note": TEXT}, ("who", "p", "date"))
    sourced = {"source": SOURCE, "note": TEXT}
    appeal = {"item": TEXT, "to": TEXT, "needs": {"enum": list(rung_names("support")[1:])}, "on": DATE, **sourced}
    condition = {"name": TEXT, "when": TEST, "for": lasting, "then": effects, "once": {"type": "boolean"}, "rare": TEXT}
    event = {"name": TEXT, "on": DATE, "probability": {"anyOf": [SHARE, _record(chance, ("value",))]}, "then": effects}
    dated = {"by": DATE, "on": DATE, "references": {"type": "array", "items": reference}}
    question = _record({"id": TEXT, "text": TEXT, "ask": TEST, **dated}, ("id", "ask"))
    question["oneOf"] = [{"required": ["by"]}, {"required": ["on"]}]
    expectation = {"measure": TEXT, "sign": {"enum": ["+", "-", "0", 0]}, "why": TEXT}
    return {
        "appeal": _or_removed(_record(appeal, ("item", "to", "needs")), "item", "to"),
        "condition": _or_removed(_record({**condition, **sourced}, ("name", "when", "then")), "name"),
        "event": _or_removed(_record({**event, **sourced}, ("name", "on", "probability", "then")), "name"),
        "question": _or_removed(question, "id"),
        "expectation": _record(expectation, ("measure", "sign", "why")),
    }


def _or_removed(record: Schema, *keys: str) -> Schema:
    """The record, or its key with ``remove: true`` in a file that extends another."""
    removed = _record({**dict.fromkeys(keys, TEXT), "remove": {"const": True}, "note": TEXT}, (*keys, "remove"))
    return {"anyOf": [record, removed]}
