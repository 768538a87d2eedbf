"""The OpenAPI document, and a page for people made from it: plain HTML, no script, nobody's CDN."""

import json
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tracuu.api.api import api

_REF = "#/components/schemas/"
_EXAMPLE_HOST = "https://…"


@dataclass(frozen=True, slots=True)
class Field:
    """One member of a JSON object, or one parameter of an address."""

    name: str
    kind: str
    is_required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Reply:
    status: str
    meaning: str
    media_type: str
    schemas: list[str]


@dataclass(frozen=True, slots=True)
class Operation:
    name: str
    method: str
    path: str
    summary: str
    description: str
    parameters: list[Field]
    body: str
    curl: str
    replies: list[Reply]


@dataclass(frozen=True, slots=True)
class Shape:
    """One JSON object of the API."""

    name: str
    description: str
    fields: list[Field]


def openapi(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(_document(), content_type="application/json")


def page(request: HttpRequest) -> HttpResponse:
    # Marks of Markdown are for readers of the document; the page has none.
    schema = json.loads(_document().replace(b"`", b""))
    return render(
        request,
        "api/docs.html",
        {"info": schema["info"], "operations": _operations(schema), "shapes": _shapes(schema)},
    )


@lru_cache(maxsize=1)
def _document() -> bytes:
    return json.dumps(api.get_openapi_schema(), ensure_ascii=False).encode()


def _operations(schema: dict[str, Any]) -> list[Operation]:
    return [
        _operation(schema, path, method, told)
        for path, methods in schema["paths"].items()
        for method, told in methods.items()
    ]


def _operation(schema: dict[str, Any], path: str, method: str, told: dict[str, Any]) -> Operation:
    body = ""
    if "requestBody" in told:
        body = told["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        body = body.removeprefix(_REF)
    return Operation(
        name=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told["summary"],
        description=told.get("description", ""),
        parameters=[
            Field(
                name=one["name"],
                kind=f"{_kind(one['schema'])}, in the {one['in']}",
                is_required=one["required"],
                description=one.get("description", ""),
            )
            for one in told["parameters"]
        ],
        body=body,
        curl=_curl(schema, path, method, told["parameters"], body),
        replies=[_reply(status, reply) for status, reply in told["responses"].items()],
    )


def _reply(status: str, told: dict[str, Any]) -> Reply:
    media_type, content = next(iter(told["content"].items()))
    inner = content["schema"]
    return Reply(
        status=status,
        meaning=HTTPStatus(int(status)).phrase,
        media_type=media_type,
        schemas=[one["$ref"].removeprefix(_REF) for one in inner.get("oneOf", [inner])],
    )


def _curl(schema: dict[str, Any], path: str, method: str, parameters: list[Any], body: str) -> str:
    """Write a command to try the operation with, made of the examples that fields have."""
    address = path.replace("{slug}", "tan-phu")
    for one in parameters:
        if one["in"] == "query":
            value = one["schema"]["examples"][0].replace(" ", "%20")
            address += f"?{one['name']}={value}"
    command = f"curl {_EXAMPLE_HOST}{address}"
    if method == "post":
        sent = json.dumps(_example(schema, body), ensure_ascii=False)
        command = (
            f"curl -X POST {_EXAMPLE_HOST}{address} \\\n"
            f"  -H 'Content-Type: application/json' \\\n  -d '{sent}'"
        )
    return command


def _example(schema: dict[str, Any], name: str) -> dict[str, Any]:
    fields = schema["components"]["schemas"][name]["properties"]
    return {key: told["examples"][0] for key, told in fields.items() if "examples" in told}


def _shapes(schema: dict[str, Any]) -> list[Shape]:
    return [
        Shape(
            name=name,
            description=told.get("description", ""),
            fields=[
                Field(
                    name=key,
                    kind=_kind(inner),
                    is_required=key in told.get("required", []),
                    description=inner.get("description", ""),
                )
                for key, inner in told["properties"].items()
            ],
        )
        for name, told in sorted(schema["components"]["schemas"].items())
    ]


def _kind(schema: dict[str, Any]) -> str:
    """Say in a few words what may stand here."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_REF)
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    if "const" in schema:
        return f'"{schema["const"]}"'
    if "enum" in schema:
        return " or ".join(f'"{one}"' for one in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    return str(schema.get("format", schema.get("type", "anything")))
