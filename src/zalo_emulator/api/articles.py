"""Articles: created at once, ready a while later; the token becomes an id by asking."""

import json
from typing import Any

from zalo_emulator.api.calling import Call, oa_route
from zalo_emulator.api.fields import (
    read_choice,
    read_id,
    read_list,
    read_number,
    read_object,
    read_text,
)
from zalo_emulator.clock import SECOND
from zalo_emulator.errors import ApiError, InvalidField
from zalo_emulator.ids import new_numeric_id, secret_token
from zalo_emulator.store import Row

_TITLE, _AUTHOR, _DESCRIPTION = 150, 50, 300
_SHOW = ("show", "hide")
_VIEWS = ("horizontal", "vertical", "square")
_VIDEO_MOST = 50 * 1024 * 1024
_OK, _PROCESSING = 1, 3


def create_article(call: Call) -> dict[str, Any]:
    """`POST v2.0/article/create`."""
    article = _accept(call, new_numeric_id())
    if call.arguments.get("status") == "show":
        _take_quota(call)
    return article


def _take_quota(call: Call) -> None:
    """One published article of this month's; raises `ApiError` -223 when none is left."""
    used = call.emulator.store.count_up(f"articles:{call.oa_id}", call.emulator.clock.month())
    if used > call.oa["articles_per_month"]:
        raise ApiError(-223, "Your OA has reach the limit quota create article")


def update_article(call: Call) -> dict[str, Any]:
    """`POST v2.0/article/update`."""
    return _accept(call, _find(call)["article_id"])


def _accept(call: Call, article_id: str) -> dict[str, Any]:
    body = _check_article(call.arguments)
    return {"token": _new_token(call, article_id, "article", body)}


def _new_token(call: Call, target_id: str, kind: str, body: dict[str, Any]) -> str:
    token = secret_token(32)
    ready = (
        call.emulator.clock.ms() + call.emulator.switches.number("article_ready_seconds") * SECOND
    )
    call.emulator.store.run(
        "INSERT INTO article_tokens (token, oa_id, article_id, kind, body, ready_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        *(token, call.oa_id, target_id, kind, json.dumps(body, ensure_ascii=False), ready),
    )
    return token


def _check_article(given: dict[str, Any]) -> dict[str, Any]:
    kind = read_choice(given, "type", ("normal", "video"))
    body = {
        "type": kind,
        "title": read_text(given, "title", most=_TITLE),
        "description": read_text(given, "description", most=_DESCRIPTION),
        "comment": read_choice(given, "comment", _SHOW, default="show"),
        "status": read_choice(given, "status", _SHOW, default="hide"),
    }
    if kind == "video":
        return body | {"video_id": read_id(given, "video_id"), "avatar": read_text(given, "avatar")}
    cover = read_object(given, "cover")
    if read_choice(cover, "cover_type", ("photo", "video")) == "photo":
        read_text(cover, "photo_url")
    else:
        read_choice(cover, "cover_view", _VIEWS)
        read_id(cover, "video_id")
    parts = read_list(given, "body")
    for part in parts:
        _check_part(part)
    return body | {
        "author": read_text(given, "author", most=_AUTHOR),
        "cover": cover,
        "body": parts,
    }


def _check_part(part: dict[str, Any]) -> None:
    kind = read_choice(part, "type", ("text", "image", "video", "product"))
    if kind == "text":
        read_text(part, "content")
    elif kind == "image":
        read_text(part, "url")
    elif kind == "product":
        read_id(part, "id")
    elif not ("url" in part or "video_id" in part):
        raise InvalidField("video_id")


def verify_article(call: Call) -> dict[str, Any]:
    """`POST v2.0/article/verify`: -214 until the article is ready."""
    row = _token_row(call, read_text(call.arguments, "token"), "article")
    now = call.emulator.clock.ms()
    if row["ready_at"] > now:
        raise ApiError(-214)
    if not row["is_done"]:
        call.emulator.store.run(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (article_id) DO UPDATE SET body = excluded.body,"
            " updated_at = excluded.updated_at",
            *(row["article_id"], call.oa_id, row["body"], now, now),
        )
        call.emulator.store.run(
            "UPDATE article_tokens SET is_done = 1 WHERE token = ?", row["token"]
        )
    return {"id": row["article_id"]}


def _token_row(call: Call, token: str, kind: str) -> Row:
    row = call.emulator.store.one(
        "SELECT * FROM article_tokens WHERE token = ? AND oa_id = ? AND kind = ?",
        token,
        call.oa_id,
        kind,
    )
    if row is None:
        raise InvalidField("token")
    return row


def _find(call: Call) -> Row:
    row = call.emulator.store.one(
        "SELECT * FROM articles WHERE article_id = ? AND oa_id = ?",
        *(read_id(call.arguments, "id"), call.oa_id),
    )
    if row is None:
        raise InvalidField("id")
    return row


def remove_article(call: Call) -> None:
    """`POST v2.0/article/remove`."""
    call.emulator.store.run("DELETE FROM articles WHERE article_id = ?", _find(call)["article_id"])


def tell_article(call: Call) -> dict[str, Any]:
    """`GET v2.0/article/getdetail`."""
    row = _find(call)
    return {"id": row["article_id"], **json.loads(row["body"]), "link_view": _link(row)}


def list_articles(call: Call) -> dict[str, Any]:
    """`GET v2.0/article/getslice`."""
    offset = read_number(call.arguments, "offset", least=0, most=1_000_000, default=0)
    limit = read_number(call.arguments, "limit", least=1, most=100, default=10)
    kind = read_choice(call.arguments, "type", ("normal", "video"), default="normal")
    rows = call.emulator.store.all(
        "SELECT * FROM articles WHERE oa_id = ? AND json_extract(body, '$.type') = ?"
        " ORDER BY created_at DESC, article_id",
        *(call.oa_id, kind),
    )
    return {"medias": [_media(row) for row in rows[offset : offset + limit]], "total": len(rows)}


def _media(row: Row) -> dict[str, Any]:
    body = json.loads(row["body"])
    return {
        "id": row["article_id"],
        "type": body["type"],
        "title": body["title"],
        "status": body["status"],
        "total_view": 0,
        "total_share": 0,
        "create_date": row["created_at"],
        "update_date": row["updated_at"],
        "thumb": body.get("cover", {}).get("photo_url", ""),
        "link_view": _link(row),
    }


def _link(row: Row) -> str:
    return f"/phone/articles/{row['article_id']}"


def prepare_video(call: Call) -> dict[str, Any]:
    """`POST v2.0/article/upload_video/preparevideo`."""
    if call.upload is None or not call.upload.name.lower().endswith((".avi", ".mp4")):
        raise InvalidField("file")
    if len(call.upload.content) > _VIDEO_MOST:
        raise ApiError(-210)
    body = {"name": call.upload.name, "size": len(call.upload.content)}
    return {"token": _new_token(call, new_numeric_id(), "video", body)}


def verify_video(call: Call) -> dict[str, Any]:
    """`GET v2.0/article/upload_video/verify`."""
    row = _token_row(call, read_text(call.arguments, "token"), "video")
    body, is_ready = json.loads(row["body"]), row["ready_at"] <= call.emulator.clock.ms()
    return {
        "status_message": "Success" if is_ready else "Video is converting",
        "video_name": body["name"],
        "video_size": body["size"],
        "convert_percent": 100 if is_ready else 50,
        "video_id": row["article_id"] if is_ready else "",
        "status": _OK if is_ready else _PROCESSING,
    }


ROUTES = [
    oa_route("POST", "/v2.0/article/create", create_article),
    oa_route("POST", "/v2.0/article/update", update_article),
    oa_route("POST", "/v2.0/article/verify", verify_article),
    oa_route("POST", "/v2.0/article/remove", remove_article),
    oa_route("GET", "/v2.0/article/getdetail", tell_article),
    oa_route("GET", "/v2.0/article/getslice", list_articles),
    oa_route("POST", "/v2.0/article/upload_video/preparevideo", prepare_video),
    oa_route("GET", "/v2.0/article/upload_video/verify", verify_video),
]
