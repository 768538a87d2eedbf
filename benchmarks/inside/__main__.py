"""`python -m benchmarks.inside PART OPTIONS RESULT`: run one part's `run`, keep its figures."""

import json
import sys
from importlib import import_module
from pathlib import Path

import django


def main() -> None:
    part, options, result = sys.argv[1:4]
    django.setup()
    # The parts import models, which exist only from here on.
    figures = import_module(f"benchmarks.inside.{part}").run(json.loads(options))
    Path(result).write_text(json.dumps(figures), encoding="utf-8")


if __name__ == "__main__":
    main()
