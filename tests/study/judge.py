"""judge.py SCHEMA.json STUDY.toml...: is the schema a schema, and are the studies right by it?"""
import json
import pathlib
import sys
import tomllib

import jsonschema

schema = json.loads(pathlib.Path(sys.argv[1]).read_text())
jsonschema.Draft202012Validator.check_schema(schema)
for path in map(pathlib.Path, sys.argv[2:]):
    # Dates are texts to JSON, and so they are to editors.
    study = json.loads(json.dumps(tomllib.loads(path.read_text()), default=str))
    right = jsonschema.Draft202012Validator(schema).is_valid(study)
    print(f"{path.stem}: {'right' if right else 'wrong'}")
