"""The units of the demonstration: Hồ Chí Minh City's police in December 2021.

Names and districts are facts of that time. Addresses and telephone numbers are made up, and the pages
say so.
"""

from django.db import transaction

from tracuu.units.enums import Area, UnitKind
from tracuu.units.models import Unit
from tracuu.units.operations import EVERY_DAY_7_TO_21, add_unit

_URBAN = {
    "quan-1": ("Quận 1", "District 1", ["Bến Nghé", "Bến Thành", "Đa Kao", "Tân Định"]),
    "quan-3": ("Quận 3", "District 3", ["Võ Thị Sáu"]),
    "quan-4": ("Quận 4", "District 4", ["Khánh Hội", "Xóm Chiếu"]),
    "quan-5": ("Quận 5", "District 5", ["Chợ Lớn"]),
    "quan-6": ("Quận 6", "District 6", ["Bình Tiên", "Bình Phú"]),
    "quan-7": ("Quận 7", "District 7", ["Tân Thuận", "Phú Mỹ Hưng", "Tân Phong"]),
    "quan-8": ("Quận 8", "District 8", ["Chánh Hưng"]),
    "quan-10": ("Quận 10", "District 10", ["Hòa Hưng"]),
    "quan-11": ("Quận 11", "District 11", ["Phú Thọ", "Đầm Sen"]),
    "quan-12": ("Quận 12", "District 12", ["Thạnh Lộc", "Tân Chánh Hiệp", "Trung Mỹ Tây"]),
    "binh-tan": ("quận Bình Tân", "Binh Tan District", ["An Lạc", "Bình Trị Đông", "Tân Tạo"]),
    "binh-thanh": ("quận Bình Thạnh", "Binh Thanh District", ["Thanh Đa", "Bà Chiểu", "Thị Nghè"]),
    "go-vap": ("quận Gò Vấp", "Go Vap District", ["Hạnh Thông Tây", "Xóm Mới"]),
    "phu-nhuan": ("quận Phú Nhuận", "Phu Nhuan District", ["Cầu Kiệu"]),
    "tan-binh": ("quận Tân Bình", "Tan Binh District", ["Bảy Hiền", "Tân Sơn Nhất", "Bà Quẹo"]),
    "tan-phu": (
        "quận Tân Phú",
        "Tan Phu District",
        [
            "Hiệp Tân",
            "Hòa Thạnh",
            "Phú Thạnh",
            "Phú Thọ Hòa",
            "Phú Trung",
            "Sơn Kỳ",
            "Tân Quý",
            "Tân Sơn Nhì",
            "Tân Thành",
            "Tân Thới Hòa",
            "Tây Thạnh",
        ],
    ),
}
_RURAL = {
    "binh-chanh": ("huyện Bình Chánh", "Binh Chanh District", ["Tân Túc", "Vĩnh Lộc"]),
    "can-gio": ("huyện Cần Giờ", "Can Gio District", ["Cần Thạnh", "Thạnh An"]),
    "cu-chi": ("huyện Củ Chi", "Cu Chi District", ["Tân Thông Hội", "Phú Hòa Đông"]),
    "hoc-mon": ("huyện Hóc Môn", "Hoc Mon District", ["Bà Điểm", "Tân Xuân"]),
    "nha-be": ("huyện Nhà Bè", "Nha Be District", ["Phú Xuân", "Nhơn Đức"]),
}
_THU_DUC = (
    "Thành phố Thủ Đức",
    "Thu Duc City",
    ["Quận 2", "Quận 9", "Quận Thủ Đức", "Thảo Điền", "Linh Trung", "Long Thạnh Mỹ"],
)


@transaction.atomic
def add_demo_units() -> None:
    """The ministry, the city's police, its 21 districts and Thủ Đức City; once."""
    if Unit.objects.filter(slug="bo-cong-an").exists():
        return
    ministry = add_unit(
        slug="bo-cong-an",
        name="Bộ Công an",
        name_en="Ministry of Public Security",
        kind=UnitKind.MINISTRY,
        phone="1900 0368",
        opening_hours=EVERY_DAY_7_TO_21,
        aliases=["Trung tâm dữ liệu quốc gia về dân cư", "C06"],
        publishes_lists=False,
    )
    city = add_unit(
        slug="tp-ho-chi-minh",
        name="Công an Thành phố Hồ Chí Minh",
        name_en="Ho Chi Minh City Police",
        kind=UnitKind.PROVINCE,
        parent=ministry,
        address="số 1, đường Minh Hoạ, Thành phố Hồ Chí Minh",
        phone="028 0000 0000",
        opening_hours=EVERY_DAY_7_TO_21,
        aliases=["PC06", "Sài Gòn", "TPHCM", "TP.HCM"],
        is_invented=True,
        publishes_lists=False,
    )
    districts = {**_URBAN, **_RURAL, "thu-duc": _THU_DUC}
    for number, (slug, (name, name_en, aliases)) in enumerate(districts.items(), start=1):
        add_unit(
            slug=slug,
            name=f"Công an {name}",
            name_en=f"{name_en} Police",
            kind=UnitKind.DISTRICT,
            area=Area.OTHER if slug in _RURAL else Area.CITY,
            parent=city,
            address=f"số {number * 7}, đường Minh Hoạ, {name}, Thành phố Hồ Chí Minh",
            phone=f"028 0000 00{number:02d}",
            opening_hours=EVERY_DAY_7_TO_21,
            aliases=aliases,
            is_invented=True,
        )
