"""What Zalo says when it refuses: HTTP 200 and a number, in three families of numbers."""

OA_MESSAGES = {
    -32: "Your application reached limit call api",
    -100: "attachment_id was expired",
    -200: "Send message failed",
    -204: "Offical Account is disable",
    -205: "Offical Account is not exist",
    -209: "Not supported this api",
    -210: "Parameter exceeds allowable limit",
    -211: "Out of quota",
    -212: "App has not registed this api",
    -213: "User has not followed OA",
    -214: "Article is being processed",
    -216: "Access token is invalid",
    -217: "User has blocked invitation from OA",
    -218: "Out of quota receive",
    -219: "App is removed or disabled",
    -220: "access_token is expired or removed",
    -221: "The OA needs to be verified to use this feature",
    -223: "Official Account has not authorized this API",
    -224: "The OA needs to upgrade OA Tier Package to use this feature",
    -227: "User is banned or has been inactive for more than 45 days",
    -230: "User has not interacted with the OA in the past 7 days",
    -232: "User has not interacted with the OA, or the last interaction has expired",
    -233: "message type is invalid or not support",
    -234: "This message cannot be sent at night (10:00PM - 6:00AM)",
    -235: "This API does not support this type of OA",
    -240: "MessageV2 API has been shut down, please switch to MessageV3",
    -242: "Invalid appsecret_proof provided in the API argument",
    -244: "User has restricted this message type from your OA",
    -248: "Violates our platform standards",
    -249: "Template does not support send via UID",
    -320: "Your app needs to connect with a Zalo Cloud Account",
    -321: "Zalo Cloud Account associated with app is out of money",
}

ZNS_MESSAGES = {
    -100: "Unknown error",
    -106: "Method not supported",
    -108: "Phone number invalid",
    -109: "Template ID invalid",
    -1121: "Parameter is too long",
    -1122: "Template data is missing parameter",
    -1124: "Parameter format invalid",
    -114: "User cannot receive message",
    -115: "Out of quota",
    -118: "Zalo account not existed",
    -119: "Account cannot receive ZNS message",
    -121: "Request body is empty",
    -122: "Body data is not JSON",
    -124: "Access token invalid",
    -1241: "Appsecret proof invalid",
    -127: "Template test can only be sent to admin",
    -131: "Template is not approved",
    -132: "Parameter invalid",
    -133: "Message cannot be sent at night",
    -135: "OA does not have permission to send ZNS",
    -136: "OA needs to be linked with a Zalo Cloud Account",
    -141: "User has refused messages from this OA",
    -144: "OA has reached its daily quota",
    -147: "Template has reached its daily quota",
    -161: "Sending mode invalid",
}

OAUTH_NAMES = {
    -14002: "Invalid appId",
    -14003: "Invalid redirect uri",
    -14004: "Invalid secret key",
    -14005: "Invalid code",
    -14014: "Invalid refresh token.",
    -14018: "Invalid grant type",
    -14020: "Refresh token expired.",
}


class ApiError(Exception):
    """The call is refused with `code`; `field` is put into "`x` is invalid!" of code -201."""

    def __init__(self, code: int, message: str = "") -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message


class InvalidField(ApiError):
    """A field is missing or of the wrong shape."""

    def __init__(self, field: str) -> None:
        super().__init__(-201, f"{field} is invalid!")
        self.field = field


class TooLong(ApiError):
    """A field is longer than it may be; the switch `too_long_error` decides how that is said."""

    def __init__(self, field: str) -> None:
        super().__init__(-210)
        self.field = field


class Unknown(LookupError):
    """Nobody and nothing has this name or number."""


class OAuthError(Exception):
    """The token endpoint refuses, with a body of its own family."""

    def __init__(self, code: int, reason: str = "") -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason
