"""Where allauth asks what our house does: addresses, sentences, seals, who may sign up (nobody)."""

import base64
import hashlib
import os
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracuu.accounts.models import Officer
from tracuu.accounts.operations import tell_of
from tracuu.accounts.queries import find_officer
from tracuu.audit.operations import Actor
from tracuu.core.http import client_address

_NONCE_BYTES = 12
_WRONG_CODE = _("Mã không đúng. Hãy thử mã mới nhất trên ứng dụng.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in by e-mail and password; officers come by invitation only."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Tài khoản này đã ngừng hoạt động."),
        "email_password_mismatch": _("Địa chỉ e-mail hoặc mật khẩu không đúng."),
        "enter_current_password": _("Mật khẩu hiện tại không đúng."),
        "incorrect_code": _WRONG_CODE,
        "incorrect_password": _("Mật khẩu không đúng."),
        "invalid_login": _("Địa chỉ e-mail hoặc mật khẩu không đúng."),
        "too_many_login_attempts": _(
            "Đã sai quá nhiều lần. Hãy chờ 5 phút rồi thử lại; nếu quên mật khẩu, hãy hỏi phụ trách."
        ),
        "rate_limited": _("Bạn thao tác quá nhanh. Hãy chờ một phút rồi thử lại."),
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        # An IPv6 caller is a whole /64 to us; allauth keeps addresses, so it gets the network's.
        return client_address(request).partition("/")[0]

    def reauthenticate(self, user: Officer, password: str) -> bool:
        """Ask for the password again, with the same patience as at sign-in."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        officer = find_officer(str(credentials.get("email", "")))
        actor = Actor(officer_id=None, origin=client_address(request))
        tell_of(officer=officer, action="sign_in_failed", actor=actor)

    def add_message(self, *arguments: Any, message: str | None = None, **more: Any) -> None:
        """Say what was said in our words; pages tell the rest (signed in, signed out) themselves."""
        if message:
            super().add_message(*arguments, message=message, **more)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: their secrets are sealed at rest with a key outside the database."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("Bước xác minh thứ hai không thể tắt."),
        "cannot_generate_recovery_codes": _("Hãy bật bước xác minh thứ hai trước."),
        "incorrect_code": _WRONG_CODE,
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one where everybody must have one."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(
            Q(pk=authenticator.pk) | Q(type=Authenticator.Type.RECOVERY_CODES)
        )
        return not settings.SECOND_FACTOR_REQUIRED or others.exists()

    def generate_authenticator_name(self, user: Officer, type: Authenticator.Type) -> str:  # noqa: A002 (allauth's word)
        """What a new passkey is called until its owner says where it lies."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return str(_("Khoá %(number)s") % {"number": count + 1})

    def get_totp_issuer(self) -> str:
        return "Tra cứu CCCD"

    def encrypt(self, text: str) -> str:
        nonce = os.urandom(_NONCE_BYTES)
        sealed = nonce + _cipher().encrypt(nonce, text.encode(), None)
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        sealed = base64.b64decode(encrypted_text)
        return _cipher().decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None).decode()


def _cipher() -> AESGCM:
    # Derived, not the sealing key itself: rotating that one rewrites only what `cards` holds.
    secret = settings.SECRET_KEY.encode()
    return AESGCM(hashlib.blake2b(secret, digest_size=32, person=b"second factor").digest())
