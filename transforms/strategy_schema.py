"""The strategy file as JSON Schema, rendered from the model, so that an editor completes and checks it while one types."""

import json

from transforms.strategy import Strategy

NAME = "strategy.schema.json"
# The line by which an editor's YAML language server finds the schema beside the file.
MODELINE = f"# yaml-language-server: $schema={NAME}"


def schema_text() -> str:
    """The schema as text, the same for the same version of Pilaster."""
    schema = Strategy.model_json_schema()
    told = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "Strategy of one brand"}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
