"""The API itself: its routes put together, and the document that describes it."""

from typing import Any

from django.http import Http404
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.openapi.schema import OpenAPISchema

from tracuu.api import lookups, questions, schemas, units
from tracuu.api.errors import answer_error
from tracuu.core.problems import CONTENT_TYPE

_DESCRIPTION = (
    "Where is this person's card? Every answer is JSON, every error `application/problem+json`"
    " (RFC 9457). Texts are Vietnamese, or English with `Accept-Language: en`. Nothing about a person"
    " ever stands in an address: it travels in the body of a POST."
)
_FIRST_ERROR = 400


class _Api(NinjaAPI):
    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """Describe errors with their own media type, and the body that the lookup reads itself."""
        schema = super().get_openapi_schema(**kwargs)
        schema["components"]["schemas"].update(
            schemas.component_schemas(schemas.LookupIn, questions.QuestionIn)
        )
        for methods in schema["paths"].values():
            for operation in methods.values():
                for status, response in operation["responses"].items():
                    if int(status) >= _FIRST_ERROR:
                        response["content"] = {
                            CONTENT_TYPE: response["content"]["application/json"]
                        }
        for name in ("lookups", "questions"):
            limited = schema["paths"][f"/api/v1/units/{{slug}}/{name}"]["post"]
            limited["responses"][429]["headers"] = {
                "Retry-After": {"schema": {"type": "integer"}, "description": "Seconds."}
            }
        return schema


api = _Api(
    title="Tra Cứu",
    version="1.0.0",
    description=_DESCRIPTION,
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
)
api.add_router("/v1/units", units.router)
api.add_router("/v1/units", lookups.router)
api.add_router("/v1/units", questions.router)
for kind in (Exception, Http404, ValidationError):  # ninja has its own for the latter two
    api.add_exception_handler(kind, answer_error)
