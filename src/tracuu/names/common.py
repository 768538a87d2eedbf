"""Syllables that are common in names, to decide between two readings that are both possible.

From research of November 2026: counts of single tokens in published name statistics; no list of
people is behind it here. Only membership is kept: rarer syllables are not wrong, merely rarer.
"""

from tracuu.names.syllables import syllable

_FAMILY = (
    "Nguyễn Trần Lê Phạm Phan Hoàng Vũ Đặng Bùi Huỳnh Đỗ Võ Hồ Ngô Dương Đinh Trương Đoàn Đào "
    "Trịnh Lý Hà Lương Mai Cao Lưu Nông Tạ Phùng Vương Chu Lâm Triệu Thái Tô Đàm Vi Lại Tống Văn "
    "Kiều Quách Lò Lục Châu Đồng Hứa Đậu La Bế Tăng Mã Từ Nghiêm Doãn Bạch Lữ Lã Ninh Ma Phí Thân "
    "Mạc Tôn Mông Thạch Cù Giang Lường Lăng Lô Khổng Bàn Diệp Khuất Kim Nhữ Khương Ngân Lang Hồng "
    "Liêu Long Sầm Danh Biện Phương Lộc Thiều Cầm Âu Bá An Ngọc Đường Dư Chung Đổng Vy Ngụy Hàn "
    "Quàng Giáp Tiêu Nhâm Bành Lãnh Tưởng Thẩm Cấn Khúc Quảng Ngọ Vòng Vàng Hán Quản Trình Trang "
    "Luyện Điểu Trà Đàng Hòa Uông Trầm Lù Ung Thị Phù Thượng Quang Liên Cái Ngôn Cà Tào Liễu Sử "
    "Linh Quan Lạc Chiêm Xa Thiên Đới Địch Vỏ Chử Phàng Nhan Giàng Thào"
)

_OTHER = (
    "Đức Minh Xuân Đình Thanh Quốc Hữu Duy Anh Trọng Công Tiến Thành Thế Tuấn Trung Mạnh Huy Việt "
    "Viết Đăng Tấn Sỹ Chí Gia Hải Nhật Khắc Trường Bảo Khánh Phúc Hoài Nguyên Như Đại Nam Phú Phi "
    "Trí Hùng Phước Thiện Quý Tùng Sơn Bình Đắc Vĩnh Tất Cảnh Quyết Hưng Đông Thọ Nhựt Kiên Tân "
    "Năng Hiếu Tường Vinh Nhất Thuận Chính Nghĩa Phong Khải Nhân Tài A Toàn Song Kế Vỹ Tự Thất "
    "Ánh Sinh Tá Tú Hoàn Triều Khả Thắng Hiệp Khoa Phát Kiến Chấn Tâm Mậu Tín Kỳ Cường Quỳnh Hửu "
    "Biên Tri Cát Ích Khôi Đạt Dũng Thịnh Uy Thụy Bắc Hiền Thúc Tố Thiết Bửu Thông Hiển Thường "
    "Vạn Lam Duyên Tư Hiểu Tuệ Tích Viễn Quân Trùng Thống Bỉnh Phụng Ái Hướng Chiến Hàm Hạnh Chế "
    "Chi Khang Mộng Quí Thăng Vân Chánh Diệu Bách Quyền Hậu Hào Lợi Luân Sang Kiệt Cương Định "
    "Tuân Lực Tuyến Tuyên Thức Chương Tình Sĩ Vĩ Bằng Thảo Chinh Điệp Kha Liêm Sáng Hiệu Toản "
    "Khanh Huấn Thủy Nghị Khiêm Ân Huân Vượng Thương Hoan Đạo Tính Mỹ Thi Hảo Lập Tuyền Học Thực "
    "Doanh Luận Lượng Du Hợp Lân Dân Hiến Hóa Thuật Hưởng Trực Truyền Thu Được Thuần Ba Pháp Diện "
    "Trưởng Tứ Nhã Tới Nghiệp Thạnh Tiệp Đan Huynh Trinh Luật Thìn Đô Hân Lĩnh Toán Khuê Thao "
    "Trúc Điền Dinh Tiền Thùy Diễn Thư Lai Thoại Thưởng Tịnh Hội Duẩn Năm Lễ Thuấn Lịch Nhiên "
    "Khởi Duyệt Thuyên Hoạt Dự Nguyện Viên Hợi Tuyển Yên Sâm Phượng Đôn Tám Bính Hai Quế Tỉnh Kết "
    "Chuyên Mẫn Quy Toại Thể Tin Đảng Vịnh Ngà Kỷ Sự Luyến Tây Chức Triết Vui Ý Dưỡng Mười Thuyết "
    "Độ Tiên Thơ Thiệu Huệ Hinh Nhiệm Nhàn Tý Di Đàn Hương Nhi Giao Tạo Hường Chiều Lệ Kính Sanh "
    "Hiện Huyên Đỉnh Báu Chuẩn Bốn Bải Đệ Triển Chỉnh Đoan Thụ Xuyên Siêu Giàu Nga Li Trị Đương "
    "Cừ Chất Cẩn Kiệm Điển Tuất Thoan Tráng Tiếp Cần Cung Thủ Lành Hanh Nhuận Huyền Thời Cẩm Dục "
    "Hoạch Đài Hoằng Hạ Tĩnh Vững Tòng Đính Thiêm Đĩnh Chiểu Oánh Khá Sa Hoành Oanh Bền Ca Túc Ẩn "
    "Chúc Kiểm Em Thêm Khoát Bộ Nghệ Sáu Nhu Phiên Cầu Bổng Điệu Dần Vấn Bôn Vụ San Quyên Đảm "
    "Hiên Điều Ước Đam Diên Hài Khâm Tam Vọng Vị Trụ Tập Oai Hành Quê Ngữ Hổ Kiện Trạng Bão Pho "
    "Lên Mừng Tử Ngoan Lan Biểu Thập Giảng Trứ Thuân Thừa Thiệp Cư Thứ Lanh Đa Lừng Lũi Giám "
    "Thích Ti Chuyền Hằng Thắm Tung Sắc Thạo Cảm Đích Ký Giáo Dụng Điện Ngạn Vang Mến Niên Tuần "
    "Biển Tuynh Bản Đẳng Duật Thúy Bích Yến Tuyết Diễm Thục Tiểu Trâm Nguyệt Hoa Băng Bội Mùi "
    "Uyên Uyển Sao Bé Nữ Thy Ly Út Nha Dạ Cúc Na Loan Các Dung Nhung Mi My Trân Sương Huế Thoa "
    "Thơm Tươi Nghi Khuyên Mơ Ni Nương Sen Gấm Huê Nhài Xuyến Nụ Dịu Ngần Lài Thêu Mây Ngát Lụa "
    "Nhị Châm Nhạn Phấn Chang Lựu Miền Xoan Luyên Liệu Bông Mận Soa Đẹp Thuyền Nhường Là Xiêm "
    "Nhẫn Gái Hoanh Nở Niệm Ảnh Son Miên Tho Điểm Toan Niềm Xinh Nhinh Thỏa Nhanh Mị Doan Chanh "
    "Đến Len Nhuần Làn Dược Nết Bưởi Phường Điềm Nhàng Khuyến Tương Ngoãn Xanh Sợi Yêu Sửu Tốt "
    "Trong Tiện Thận Sim Y Chiên Hòe Hệ Hồi Tơ"
)

COMMON = frozenset(syllable(word).canonical for word in f"{_FAMILY} {_OTHER}".split())
COMMON_FOLDED = frozenset(syllable(word).folded for word in f"{_FAMILY} {_OTHER}".split())
FAMILY_FOLDED = frozenset(syllable(word).folded for word in _FAMILY.split())
