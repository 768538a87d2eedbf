"""Why a file is refused as a whole.

    Exception
    └── ListNotReadable   not_found, not_a_spreadsheet, old_export, password, truncated, damaged,
                          too_large, too_wide, no_header, empty, timeout, stopped

`code` is for programs, `message` is a sentence for the officer and says what to do next.
"""


class ListNotReadable(Exception):
    """Nothing of the file can be used, or not all of it could be read."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def not_a_spreadsheet(what: str = "") -> ListNotReadable:
    return ListNotReadable(
        "not_a_spreadsheet",
        f"Tệp này không phải bảng tính{what}. Vui lòng chọn tệp Excel (.xlsx, .xls, .xlsb), "
        "OpenDocument (.ods) hoặc CSV.",
    )


def password() -> ListNotReadable:
    return ListNotReadable(
        "password",
        "Tệp đặt mật khẩu nên chưa đọc được. Vui lòng mở bằng Excel, bỏ mật khẩu rồi lưu lại.",
    )


def truncated() -> ListNotReadable:
    return ListNotReadable(
        "truncated",
        "Tệp bị thiếu một phần, có thể do chép hoặc tải về chưa xong. "
        "Vui lòng chép lại tệp từ nơi gửi.",
    )


def damaged(where: str = "") -> ListNotReadable:
    return ListNotReadable(
        "damaged",
        f"Tệp bị hỏng{where}. Vui lòng mở bằng Excel rồi lưu lại thành tệp .xlsx mới.",
    )


def too_large(why: str = "Tệp mở ra quá lớn") -> ListNotReadable:
    return ListNotReadable(
        "too_large",
        f"{why}. Vui lòng chép riêng bảng danh sách sang một tệp mới (tối đa 1.000.000 dòng).",
    )


def too_wide(cell: str) -> ListNotReadable:
    return ListNotReadable(
        "too_wide",
        f"Có dữ liệu ở ô {cell}, quá xa bảng danh sách. "
        "Vui lòng xoá ô đó, hoặc chép riêng bảng danh sách sang một tệp mới.",
    )


def no_header() -> ListNotReadable:
    return ListNotReadable(
        "no_header",
        "Không tìm thấy dòng tiêu đề có cột họ tên và cột ngày sinh. "
        "Vui lòng đặt tên cột, ví dụ “Họ và tên” và “Ngày sinh”.",
    )


def empty() -> ListNotReadable:
    return ListNotReadable("empty", "Tệp không có dữ liệu nào. Vui lòng chọn tệp khác.")


def timeout() -> ListNotReadable:
    return ListNotReadable(
        "timeout",
        "Đọc tệp quá lâu nên đã dừng. Vui lòng chép riêng bảng danh sách sang một tệp mới.",
    )
