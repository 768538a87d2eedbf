"""The OpenAPI of the Official Account, of ZNS, and OAuth."""
