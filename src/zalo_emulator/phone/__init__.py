"""A phone on a web page: invented citizens chat with Official Accounts. Works without JavaScript."""
