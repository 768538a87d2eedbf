"""Stands in for Zalo on this machine: OAuth, the OA OpenAPI, ZNS, webhooks, and a phone on a web page.

It knows nothing of the product; both agree over HTTP on what `docs/developer/zalo-emulator.md` says.
"""
