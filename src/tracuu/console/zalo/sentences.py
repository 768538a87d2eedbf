"""What is wrong with an account, and who has to do what about it."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_GROUPS: list[tuple[str, str | Promise]] = [
    (
        "zalo_broken oauth_-14014 oauth_-14020 zalo_-216 zalo_-220 zalo_-124 zns_-124",
        gettext_lazy(
            "Zalo không còn nhận mã truy cập của OA. Hãy kết nối lại: quản trị viên của OA bấm đồng ý"
            " một lần nữa."
        ),
    ),
    (
        "zalo_-219 zalo_-223",
        gettext_lazy(
            "Ứng dụng không còn được OA cho phép, hoặc thiếu một quyền. Hãy kết nối lại và đồng ý với"
            " mọi quyền mà Zalo hỏi."
        ),
    ),
    (
        "other_oa mismatch",
        gettext_lazy(
            "Zalo báo mã truy cập này là của một OA khác. Hãy kết nối lại và chọn đúng OA của đơn vị."
        ),
    ),
    (
        "zalo_-204 zalo_-205",
        gettext_lazy(
            "Zalo báo OA đã bị khoá hoặc không còn. Quản trị viên của OA cần xem thông báo trong OA"
            " Manager (oa.zalo.me)."
        ),
    ),
    (
        "zalo_-211",
        gettext_lazy(
            "OA đã dùng hết tin trong gói. Người nhắn trong 48 giờ qua vẫn được trả lời; người khác được"
            " báo bằng cách khác, đến khi có gói mới hoặc mua thêm trong OA Manager (oa.zalo.me)."
        ),
    ),
    (
        "zalo_-221 zalo_-224 zalo_-235",
        gettext_lazy(
            "OA chưa xác thực, hoặc gói dịch vụ không có quyền dùng API. Quản trị viên của OA cần xác"
            " thực hoặc nâng gói trong OA Manager (oa.zalo.me)."
        ),
    ),
    (
        "zalo_-320 zalo_-321",
        gettext_lazy(
            "Ứng dụng chưa liên kết tài khoản trả phí (Zalo Cloud Account), hoặc tài khoản đã hết"
            " tiền. Người quản trị hệ thống cần nạp tiền hoặc liên kết lại."
        ),
    ),
    (
        (
            "zalo_-207 zalo_-208 zalo_-209 zalo_-212 zalo_-215 zalo_-222 zns_-101 zns_-102"
            " zns_-103 zns_-125 zns_-138 zns_-1381 oauth_-14002"
        ),
        gettext_lazy(
            "Ứng dụng trên developers.zalo.me chưa được kích hoạt, thiếu quyền, hoặc mã ứng dụng"
            " (TRACUU_ZALO_APP_ID) chưa đúng. Người quản trị hệ thống cần xem lại."
        ),
    ),
    (
        "oauth_-14003",
        gettext_lazy(
            "Địa chỉ quay lại chưa đúng như đã ghi ở developers.zalo.me. Người quản trị hệ thống cần"
            " ghi đúng địa chỉ ở cuối trang này."
        ),
    ),
    (
        "zalo_-242 zns_-104 zns_-1241 oauth_-14004",
        gettext_lazy(
            "Zalo không nhận khoá bí mật của ứng dụng. Người quản trị hệ thống cần kiểm tra"
            " TRACUU_ZALO_APP_SECRET."
        ),
    ),
    (
        "oauth_-14005",
        gettext_lazy(
            "Lượt đồng ý đã quá 10 phút hoặc đã dùng rồi. Hãy bấm “Kết nối” và đồng ý lại."
        ),
    ),
    (
        "unreached",
        gettext_lazy(
            "Chưa gọi được Zalo nên chưa kết nối. Sau vài phút, hãy bấm “Kết nối” và đồng ý lại."
        ),
    ),
    (
        "zns_-105 zns_-136 zns_-137 zns_-115",
        gettext_lazy(
            "Tin mẫu (ZBS) cần một tài khoản trả phí đã liên kết với OA và còn tiền. Trò chuyện vẫn"
            " bình thường."
        ),
    ),
    (
        "zns_-120 zns_-1201 zns_-1202 zns_-135 zns_-1351 zns_-145",
        gettext_lazy(
            "OA chưa được gửi loại tin mẫu (ZBS) này. Trò chuyện vẫn bình thường; quản trị viên của OA"
            " cần xem quyền gửi tại zalo.solutions."
        ),
    ),
    (
        "zns_-126 zns_-144 zns_-1441 zns_-160",
        gettext_lazy(
            "Đã hết hạn mức tin mẫu (ZBS) của hôm nay. Trò chuyện vẫn bình thường; mai gửi tiếp."
        ),
    ),
    (
        "zns_-127",
        gettext_lazy(
            "Zalo chỉ nhận tin thử đến số của quản trị viên ứng dụng hoặc OA. Hãy nhập số của một người"
            " như vậy."
        ),
    ),
    (
        "zns_phone zns_-108",
        gettext_lazy("Số điện thoại chưa đúng: cần một số di động Việt Nam, 10 chữ số."),
    ),
    (
        "zns_-114 zns_-118 zns_-119 zns_-139 zns_-140 zns_-141",
        gettext_lazy("Số này không dùng Zalo, hoặc không nhận loại tin này của OA."),
    ),
    (
        "zns_-109 zns_-117 zns_-131 zns_-146 zns_-147",
        gettext_lazy("Mẫu này không có, chưa được duyệt, hoặc Zalo đang tạm dừng nó."),
    ),
    (
        "zns_-1121 zns_-1122 zns_-1124 zns_-132",
        gettext_lazy("Tham số của mẫu không khớp với những gì hệ thống điền. Hãy sửa mẫu."),
    ),
    (
        "zalo_seal_broken",
        gettext_lazy(
            "Mã truy cập đã lưu không mở được: khoá trên máy chủ không còn là khoá khi lưu. Hãy kết"
            " nối lại, và báo người quản trị hệ thống."
        ),
    ),
    (
        "unproved",
        gettext_lazy(
            "Zalo chưa cho biết mã truy cập này là của OA nào nên chưa kết nối. Sau vài phút, hãy bấm"
            " “Kết nối” và đồng ý lại."
        ),
    ),
    ("zalo_stopped zalo_unknown", gettext_lazy("OA chưa được kết nối.")),
    (
        "taken",
        gettext_lazy(
            "OA này đang kết nối với một đơn vị khác. Hãy chọn đúng OA của đơn vị bạn, hoặc nhờ đơn vị"
            " kia ngắt kết nối trước."
        ),
    ),
    (
        "other",
        gettext_lazy(
            "Đơn vị đang kết nối với một OA khác. Hãy ngắt kết nối OA đó trước khi kết nối OA mới."
        ),
    ),
]
_SENTENCES = {code: sentence for codes, sentence in _GROUPS for code in codes.split()}
_BY_THE_WAY = ("away", "answer_lost", "http_", "no_number", "-32")


def knows(code: str) -> bool:
    """Whether a code has words of its own (a test asks for all of them)."""
    return code in _SENTENCES


def sentence_of(code: str) -> str:
    """What happened, and who has to do what; for a code that is not known, the code itself."""
    if code in _SENTENCES:
        return str(_SENTENCES[code])
    if code.partition("_")[2].startswith(_BY_THE_WAY):
        return _(
            "Lần gọi Zalo gần nhất không thành. Hệ thống tự thử lại và không mất tin nào; nếu sau một"
            " giờ vẫn vậy, hãy báo người quản trị hệ thống."
        )
    return _(
        "Zalo từ chối (mã %(code)s). Hãy thử lại sau; nếu vẫn vậy, hãy báo mã này cho người quản trị"
        " hệ thống."
    ) % {"code": code}
