"""Write the JSON Schemas of the scenario formats from the models: python scripts/write_schemas.py"""

from __future__ import annotations

import json
from pathlib import Path

from politburo import scenario

FOLDER = Path(scenario.__file__).parent / "schema"
FILES = {
    "scenario.schema.json": scenario.schema,
    "brief.schema.json": scenario.brief_schema,
    "facts.schema.json": scenario.facts_schema,
}


def main() -> None:
    for name, made in FILES.items():
        (FOLDER / name).write_text(json.dumps(made(), indent=1) + "\n", encoding="utf-8")
        print(name)


if __name__ == "__main__":
    main()
