"""The JSON Schema of the format, generated from the models."""

from __future__ import annotations

from typing import Any

from politburo.scenario.models import TABLES, ScenarioFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def brief_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a brief scenario."""
    from politburo.scenario.brief.form import BriefFile

    return {"$schema": DIALECT, **BriefFile.model_json_schema(by_alias=True)}


def facts_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a scenario of facts."""
    from politburo.scenario.facts.form import FactsFile

    return {"$schema": DIALECT, **FactsFile.model_json_schema(by_alias=True)}


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of `scenario.yaml`, with one definition per table row under `$defs`."""
    whole = ScenarioFile.model_json_schema(by_alias=True)
    whole["$schema"] = DIALECT
    tables = {}
    for name, model in TABLES.items():
        row = model.model_json_schema(by_alias=True)
        whole.setdefault("$defs", {}).update(row.pop("$defs", {}))
        tables[f"table-{name}"] = row
    whole["$defs"].update(tables)
    return whole
