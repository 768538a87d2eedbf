"""No module over 400 lines, no function over 50, no import inside a function; says which and exits 1."""

import ast
import sys
from pathlib import Path

MODULE_LINES, FUNCTION_LINES = 400, 50


def faults(path: Path) -> list[str]:
    """What breaks a limit in this file, one sentence each."""
    text = path.read_text(encoding="utf-8")
    found = []
    if text.count("\n") > MODULE_LINES:
        found.append(f"{path}: {text.count(chr(10))} lines; {MODULE_LINES} are allowed")
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        if lines > FUNCTION_LINES:
            found.append(f"{path}:{node.lineno}: {node.name} has {lines} lines")
        found.extend(
            f"{path}:{inner.lineno}: import inside {node.name}"
            for inner in ast.walk(node)
            if isinstance(inner, ast.Import | ast.ImportFrom)
        )
    return found


def main() -> int:
    paths = [
        path
        for folder in ("src", "benchmarks", "scripts")
        for path in sorted(Path(folder).rglob("*.py"))
        if "migrations" not in path.parts
    ]
    found = [fault for path in paths for fault in faults(path)]
    sys.stdout.writelines(f"{fault}\n" for fault in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
