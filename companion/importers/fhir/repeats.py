"""Resources that stand in a set more than once: the same again, or in several versions."""

from __future__ import annotations

from collections.abc import Sequence

from companion.importers.fhir.index import Address, Index
from companion.importers.fhir.resources import Resource
from companion.importers.fhir.wording import day_of

AGAIN = "It stands in the set once more, word for word."
NEWER = "The set has a newer version of it."

EVERY_VERSION = {"Goal", "Patient"}
"""Each version of a goal tells what was known of it then; each of a patient must agree with the others."""


def repeats(resources: Sequence[Resource], index: Index) -> dict[Resource, str]:
    """Each resource that adds nothing, with the reason. Of two that differ and do not say which is newer both stay."""
    left: dict[Resource, str] = {}
    kept: dict[Address, list[Resource]] = {}
    for one in resources:
        if not one.id:
            continue
        same = kept.setdefault(index.address_of(one), [])
        if any(other.raw == one.raw for other in same):
            left[one] = AGAIN
        else:
            same.append(one)
    for versions in kept.values():
        if len(versions) > 1 and versions[0].kind not in EVERY_VERSION:
            left |= dict.fromkeys(_older(versions), NEWER)
    return left


def _older(versions: Sequence[Resource]) -> list[Resource]:
    """Those of which the set has a newer version, by the day and time that the server gives each."""
    times = [_updated(one) for one in versions]
    if not all(times):
        return []
    newest = max(times)
    return [one for one, time in zip(versions, times, strict=True) if time < newest]


def _updated(one: Resource) -> str:
    """When the server wrote it, in a form that sorts; empty where it does not say, or in another zone than UTC."""
    meta = one.raw.get("meta")
    said = meta.get("lastUpdated") if isinstance(meta, dict) else None
    sound = isinstance(said, str) and day_of(said) is not None and said.endswith(("Z", "+00:00"))
    return said.removesuffix("Z").removesuffix("+00:00").ljust(29, "0") if sound and isinstance(said, str) else ""
