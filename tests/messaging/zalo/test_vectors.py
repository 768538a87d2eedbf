"""The contract's own test vectors, as far as the client has to agree with them."""

from urllib.parse import parse_qs, urlsplit

from tracuu.messaging.zalo.oauth import appsecret_proof, challenge_of, consent_url, new_verifier

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"


def test_pkce():
    assert challenge_of(VERIFIER) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_a_verifier_has_43_signs_and_is_new_each_time():
    verifiers = {new_verifier() for _ in range(50)}
    assert len(verifiers) == 50
    assert {len(verifier) for verifier in verifiers} == {43}
    assert all(verifier.isascii() for verifier in verifiers)


def test_appsecret_proof():
    assert appsecret_proof("APPSECRETTEST", "ACCESSTOKENTEST") == (
        "a481e756ad9e60483ccd7aa4e2c68aec536fe82a33967117f380007ca5b5251d"
    )


def test_the_consent_page_is_asked_as_the_contract_says(settings):
    settings.ZALO_OAUTH_URL, settings.ZALO_APP_ID = "https://oauth.zaloapp.com", "42"
    url = urlsplit(consent_url(callback="https://a.example/c/", verifier=VERIFIER, state="s-1"))
    assert f"{url.scheme}://{url.netloc}{url.path}" == "https://oauth.zaloapp.com/v4/oa/permission"
    # No code_challenge_method, scope or response_type.
    assert parse_qs(url.query) == {
        "app_id": ["42"],
        "redirect_uri": ["https://a.example/c/"],
        "code_challenge": ["E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"],
        "state": ["s-1"],
    }
