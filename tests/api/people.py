"""Whom the tests of the API ask about, and where."""

ADDRESS = "/api/v1/units/tan-phu/lookups"
TRI = {"full_name": "Nguyễn Hữu Trí", "birth_date": "17/05/1991"}
