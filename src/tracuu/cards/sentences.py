"""Sentences that come from where no language is known, in the language of whoever reads them.

`tracuu.names` and the child process that reads a list write Vietnamese, with numbers, headers and
parts of the file's own words in it; they are kept so, sealed, with the list. Each of their sentences
stands here, with a name in the place of what differs. What is quoted from the file stays as it is.
"""

import re
from functools import lru_cache

from django.utils.translation import get_language, gettext, gettext_noop

_ = gettext_noop
_NAMES = (
    _(
        "Không có tháng %(month)s. Có thể ngày và tháng bị đổi chỗ: vui lòng nhập ngày trước,"
        " tháng sau, ví dụ 05/06/1988."
    ),
    _("Không có tháng %(month)s. Vui lòng xem lại tháng sinh."),
    _("Không có ngày %(day)s/%(month)s/%(year)s. Vui lòng xem lại ngày sinh trên giấy tờ."),
    _("Năm sinh %(year)s lâu quá. Vui lòng xem lại năm sinh, ví dụ 05/06/1988."),
)
_CELLS = (
    _("Dòng này thiếu họ tên."),
    _("Dòng này thiếu ngày sinh."),
    _("Cả hai cột ngày sinh Nam và Nữ đều có giá trị."),
    _("Chỉ giữ ngày sinh ở một cột, đúng giới tính của người này."),
    _("Chưa hiểu trạng thái này."),
    _(
        "Ghi một trong các trạng thái: Đã thu nhận, Đang xử lý, Đang in, Đã về đơn vị, Đã trả,"
        " Cần bổ sung."
    ),
    _("Nhập họ và tên, ví dụ Nguyễn Thị Lan."),
    _("Nhập ngày/tháng/năm, ví dụ 05/06/1988. Nếu giấy tờ chỉ ghi năm thì nhập năm."),
    _("Gõ lại họ tên đủ dấu bằng phông Unicode (ví dụ Times New Roman)."),
    _("Ô này chỉ ghi họ tên của một người; chuyển phần khác sang cột Ghi chú."),
    _("Chỉ ghi họ tên; chuyển số và ký hiệu sang cột Ghi chú."),
    _("Có phải %(date)s? Ghi ngày trước, tháng sau."),
    _("Xem lại năm sinh: có phải %(year)s?"),
    _("Xem lại ngày sinh trên giấy tờ rồi nhập lại."),
    _("Số hồ sơ này đã thuộc về một người khác của đơn vị."),
    _("Kiểm tra lại số hồ sơ, họ tên và ngày sinh của dòng này."),
    _("Đơn vị có nhiều người trùng họ tên và ngày sinh; không rõ dòng này là ai."),
    _("Ghi thêm số hồ sơ, hoặc 4 số cuối CCCD hay điện thoại."),
)
_PARTS = (
    _("không có dòng tiêu đề với cột họ tên và cột ngày sinh"),
    _("trống"),
    _("chương trình"),
    _("tệp PDF"),
    _("ảnh"),
    _("văn bản Word"),
    _("tệp nén RAR"),
    _("tệp nén 7z"),
    _("tệp nén"),
    _("Tệp mở ra quá lớn"),
    _("Tệp .xls quá lớn"),
    _("Tệp quá lớn (trên 1 GB)"),
    _("Trang tính có quá nhiều dòng"),
)
_FILES = (
    _(
        "Tệp này không phải bảng tính mà là %(what)s. Vui lòng chọn tệp Excel (.xlsx, .xls, .xlsb),"
        " OpenDocument (.ods) hoặc CSV."
    ),
    _(
        "Tệp này không phải bảng tính (có thể là văn bản Word). Vui lòng chọn tệp Excel (.xlsx,"
        " .xls, .xlsb), OpenDocument (.ods) hoặc CSV."
    ),
    _(
        "Tệp này không phải bảng tính. Vui lòng chọn tệp Excel (.xlsx, .xls, .xlsb), OpenDocument"
        " (.ods) hoặc CSV."
    ),
    _("Tệp đặt mật khẩu nên chưa đọc được. Vui lòng mở bằng Excel, bỏ mật khẩu rồi lưu lại."),
    _(
        "Tệp bị thiếu một phần, có thể do chép hoặc tải về chưa xong. Vui lòng chép lại tệp từ nơi"
        " gửi."
    ),
    _("Tệp bị hỏng. Vui lòng mở bằng Excel rồi lưu lại thành tệp .xlsx mới."),
    _(
        "Tệp bị hỏng (có phần khai báo DTD không an toàn). Vui lòng mở bằng Excel rồi lưu lại thành"
        " tệp .xlsx mới."
    ),
    _("Tệp bị hỏng, ở trang “%(sheet)s”. Vui lòng mở bằng Excel rồi lưu lại thành tệp .xlsx mới."),
    _(
        "Có dữ liệu ở ô %(cell)s, quá xa bảng danh sách. Vui lòng xoá ô đó, hoặc chép riêng bảng"
        " danh sách sang một tệp mới."
    ),
    _(
        "Không tìm thấy dòng tiêu đề có cột họ tên và cột ngày sinh. Vui lòng đặt tên cột, ví dụ “Họ"
        " và tên” và “Ngày sinh”."
    ),
    _("Tệp không có dữ liệu nào. Vui lòng chọn tệp khác."),
    _("Đọc tệp quá lâu nên đã dừng. Vui lòng chép riêng bảng danh sách sang một tệp mới."),
    _(
        "Tệp này là trang web hoặc XML mang tên bảng tính. Vui lòng mở bằng Excel rồi lưu lại thành"
        " tệp .xlsx."
    ),
    _("Không mở được tệp. Vui lòng kiểm tra lại tên và chỗ để tệp."),
    _(
        'Sau dòng %(row)s có một ô dài quá mức. Có thể một dấu ngoặc kép (") mở mà không đóng. Vui'
        " lòng sửa chỗ đó, hoặc mở bằng Excel rồi lưu thành .xlsx."
    ),
    _("Tệp này đã làm việc đọc dừng nhiều lần. Hãy lưu lại tệp rồi tải lên."),
    _("Đã bỏ, không công bố."),
    _("Cột “%(header)s” không giống trạng thái thẻ nên không dùng cột này."),
    _("Trang “%(sheet)s” đang ẩn trong Excel nhưng vẫn được đọc."),
    _(
        "Ngày và tháng sinh có vẻ bị Excel đổi chỗ: mọi ô kiểu ngày đều có ngày từ 1 đến 12, ví dụ"
        " %(sample)s. Vui lòng đối chiếu vài người với giấy tờ, rồi chọn “đổi lại” hoặc “giữ nguyên”."
    ),
    # The widest last: what it holds is one of the parts.
    _("%(why)s. Vui lòng chép riêng bảng danh sách sang một tệp mới (tối đa 1.000.000 dòng)."),
)
SENTENCES = (*_NAMES, *_CELLS, *_PARTS, *_FILES)


def said(sentence: str) -> str:
    """The sentence in the active language; one that nobody knows stays as it came."""
    translated = gettext(sentence) if sentence else ""
    if translated != sentence or get_language() == "vi":
        return translated
    for pattern, msgid in _patterns():
        read = pattern.fullmatch(sentence)
        if read:
            return gettext(msgid) % {name: said(part) for name, part in read.groupdict().items()}
    return sentence


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.+)", re.escape(msgid))), msgid)
        for msgid in SENTENCES
        if "%(" in msgid
    )
