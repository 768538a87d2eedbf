"""Words that mean one thing, so that a question is known by another's words.

The lists are the field's: what people say for losing a card, for a child, for asking what it costs.
All in the one way of writing (`spelling.normalise`), so a word that is another common one without its
marks (chó and cho, mày and mấy) stands here only together with others.
"""

import hashlib
import re

_SAID = {
    "child": "be nha|bes|em be|con nit|con nho|con toi|con tui|con em|con minh|con trai|con gai"
    "|thang nho|nho nha|nhoc|chau be|chau nho|chau noi|chau ngoai|tre em|tre con|tre nho|tre"
    "|tre so sinh|so sinh|moi de|moi sinh|moi lot long|mau giao|mam non|tieu hoc|hoc sinh"
    "|chua du tuoi|chua du 14|duoi 14|duoi muoi bon|duoi 6|duoi sau tuoi|be trai|be gai|be moi"
    "|cho be|be duoi",
    "old": "nguoi gia|gia yeu|cu ong|cu ba|ong cu|ba cu|cu nha|cao tuoi|ong noi|ba noi|ong ngoai"
    "|ba ngoai|nguoi lon tuoi|lon tuoi|hon 60|tren 60|ngoai 60|tam muoi tuoi|bay muoi tuoi",
    "ill": "nam liet|liet|tai bien|om yeu|om dau|benh|nam vien|benh vien|xe lan|khuyet tat"
    "|khong di lai duoc|di khong noi|khong di duoc|nam mot cho|dau chan|dieu tri|moi mo|di mo",
    "money": "tien|le phi|phi|dong|nghin|ngan|xien|xu|ton|ton kem|may dong|may chuc|bao nhieu tien"
    "|het bao nhieu|gia|muc thu|dong tien|nop tien|tra tien|mac|re|chi phi|bieu phi",
    "free": "mien phi|mien tien|mien le phi|duoc mien|khong mat tien|khoi dong|khong thu|giam"
    "|giam phi|khong phai nop|khong phai dong|mien",
    "pay": "chuyen khoan|tien mat|quet ma|quet the|thanh toan|momo|bien lai|hoa don|atm|vi dien tu",
    "long": "bao lau|may ngay|bao nhieu ngay|may hom|may bua|khi nao|bao gio|chung nao|thoi gian"
    "|thoi han|mat bao lau|lau khong|may tuan|ngay nao|hom nao|bua nao|chung may",
    "late": "lau qua|qua hen|tre hen|chua thay|chua co|mai khong|hoai khong|cho mai|cho hoai|cham"
    "|cham tre|may thang|ca thang|ca nam|van chua|mai chua|hoai chua|doi mai|doi hoai|ngam"
    "|ngam ho so|that hen|sot ruot|dai co",
    "where": "o dau|cho nao|dia diem|noi nao|ra dau|den dau|len dau|di dau|tai dau|vao dau|noi lam"
    "|dia chi nao|duong nao|nam o dau|cho lam|co quan nao|ban do|chi duong",
    "papers": "giay to|giay gi|mang gi|mang theo|dem gi|dem theo|cam gi|cam theo|chuan bi|ho so gi"
    "|can gi|can nhung gi|nhung gi|gom gi|thu gi",
    "how": "the nao|lam sao|cach nao|bang cach|thu tuc|cac buoc|quy trinh|huong dan|lam the nao"
    "|kieu gi|cach lam|chi cach|trinh tu",
    "must": "co phai|bat buoc|co can|nhat thiet|phai khong|co bat|can phai",
    "may": "duoc khong|co duoc|duoc phep|co cho|cho phep|duoc chu",
    "fine": "phat|bi phat|xu phat|vi pham|xu ly hanh chinh|phat tien|phat nguoi|muc phat",
    "lost": "roi mat|danh mat|lam mat|that lac|bi trom|bi cuop|moc tui|lac mat|tim khong thay"
    "|de dau mat|danh roi|khong thay dau|mat cap|bi giat|de quen|bi mat|mat the|mat can cuoc"
    "|mat vi|mat bop|mat giay|mat tieu|lo mat|mat luon|mat so|mat dien thoai",
    "broken": "hong|gay|nut|cong|venh|cong venh|bong troc|troc|tray|xuoc|rach|bien dang|chay"
    "|phai mau|khong doc duoc|hong gay|hong chip|loi chip|bi be|bi mo|mo chu|mo so|be doi|be goc"
    "|be gay",
    "expired": "het han|qua han|het hieu luc|het thoi han|sap het han|han su dung|gan het han",
    "valid": "con han|con hieu luc|con gia tri|con thoi han|chua het han|con dung duoc|con dung",
    "wrong": "sai|nham|in sai|ghi sai|sot|thieu dau|khong dung|lech|khong khop|loi chinh ta"
    "|dinh chinh|in nham|ghi nham|viet sai|go nham|nhap nham",
    "change": "doi|cap doi|doi moi|doi lai|thay the moi|len doi|doi sang|chuyen sang",
    "again": "lam lai|cap lai|xin lai|xin cap lai|lam cai khac|lam lan hai",
    "first": "lan dau|lan dau tien|cap moi|chua tung|chua lam bao gio|chua co the bao gio|lam moi",
    "other": "ho|giup|gium|ho giup|thay|nho|uy quyen|dai dien|lam thay|di thay|lay ho|lay thay"
    "|nho nguoi|giup toi lay|nguoi khac|nguoi nha",
    "receive": "nhan|lay the|nhan the|lanh|lanh the|lay ve|tra the|di lay|nhan ket qua|len lay",
    "slip": "giay hen|phieu hen|to hen|bien nhan|giay bien nhan|phieu tra ket qua|hen tra",
    "post": "buu dien|buu chinh|chuyen phat|ship|gui ve nha|giao tan nha|tan nha|buu ta|giao the"
    "|gui ve",
    "online": "online|qua mang|tren mang|truc tuyen|dich vu cong|tren dien thoai|cong dich vu"
    "|len mang|trang web|website|o nha|ung dung",
    "book": "dat lich|hen lich|lich hen|dat hen|hen truoc|giu cho|dang ky gio|booking|book"
    "|hen ngay|gio hen",
    "cancel": "huy|doi lich|doi ngay|doi gio|doi hen|lui lich|chuyen lich|chuyen ngay|bo lich"
    "|cancel",
    "queue": "so thu tu|boc so|lay so|xep hang|toi so|den so|phat so|goi so|bam so|toi luot"
    "|den luot",
    "missed": "lo luot|qua so|qua luot|tre gio|den tre|den muon|lo hen|toi tre|ket xe|lo so"
    "|muon gio",
    "hours": "may gio|gio lam viec|gio nao|gio mo cua|mo cua|dong cua|thu 7|thu bay|chu nhat"
    "|cuoi tuan|ngay le|nghi trua|buoi toi|ngoai gio|gio hanh chinh|buoi chieu|buoi sang"
    "|hom nay co lam|t7|nghi le|le tet|tet|thu hai|buoi trua|lam viec khong|co lam viec|co mo"
    "|con lam|nghi khong",
    "idcard": "chung minh nhan dan|chung minh|chung minh thu|giay chung minh|9 so|chin so|cmnd",
    "oldbook": "so ho khau|ho khau giay|so tam tru|cuon ho khau|so ho khau giay|so giay",
    "perm": "thuong tru|nhap khau|nhap ho khau|ho khau|chuyen khau|cat khau|chuyen ho khau",
    "temp": "tam tru|o tro|thue tro|nha tro|phong tro|thue nha|o thue|dang ky tam tru|chu tro",
    "guest": "luu tru|ngu lai|qua dem|o choi|khach|len choi|ngu nho|o lai|ngu dem|choi vai ngay",
    "split": "tach ho|tach khau|xoa ten|chu ho|doi chu ho|gach ten|cat ten|xoa khau|tach rieng",
    "resdoc": "xac nhan cu tru|ct07|giay xac nhan|xac nhan noi o|xac nhan thong tin",
    "move": "chuyen nha|doi dia chi|don nha|chuyen cho o|doi cho o|dia chi moi|dia chi cu"
    "|doi noi o",
    "merge": "sap nhap|nhap tinh|nhap xa|doi ten xa|doi ten phuong|doi ten tinh|bo huyen|tinh moi"
    "|phuong moi|xa moi|gop|don vi hanh chinh|dia gioi|sat nhap",
    "photo": "chup anh|chup hinh|anh the|mac ao|trang diem|deo kinh|toc|trang phuc|makeup|hinh the"
    "|quan ao|khuyen tai|nhuom toc|anh xau|hinh xau",
    "finger": "van tay|dau tay|lan tay|mong mat|sinh trac|quet mat|ngon tay|iris|dau van",
    "chip": "chip|chip dien tu|con chip|chip vang|nfc|gan chip",
    "qr": "qr|ma qr|ma vuong|o vuong|quet ma",
    "track": "dinh vi|theo doi|gps|nghe len|giam sat|vi tri|kiem soat|ri tai",
    "number": "12 so|muoi hai so|day so|so dinh danh|ma dinh danh|so the|so can cuoc|may so dau"
    "|ba so dau|ma so",
    "level2": "muc 2|muc hai|muc do 2|cap do 2|level 2|dinh danh muc 2",
    "eid": "vneid|dinh danh dien tu|tai khoan dinh danh|can cuoc dien tu|dinh danh"
    "|ung dung dinh danh",
    "activate": "kich hoat|active|activate|mo tai khoan|bat tai khoan|kich hoat lan dau",
    "approve": "duyet|phe duyet|cho duyet|cho phe duyet|pending|dang xu ly",
    "password": "mat khau|passcode|quen mat khau|ma otp|otp|dang nhap|doi sim|doi so dien thoai"
    "|may moi|dien thoai moi",
    "lock": "khoa|mo khoa|khoa tai khoan|tam khoa|bi khoa|chan lai",
    "wallet": "tich hop|them giay to|vi giay to|dua len|dua vao|them vao|up len",
    "standin": "thay the can cuoc|thay can cuoc|thay the cung|ban cung|the cung|khong mang the"
    "|quen the|quen mang|de o nha|the nhua|the vat ly|dua dien thoai",
    "copy": "cong chung|chung thuc|sao y|photo|ban sao|photocopy|ban chup",
    "held": "giu the|giu can cuoc|giu lai|tam giu|thu hoi|cam co|cam do|the chap|cho muon|cho thue"
    "|tich thu|giu ban goc",
    "prison": "tam giam|di tu|trai giam|an tu|phat tu|cai nghien|ra tu|truy na|thi hanh an",
    "scam": "lua dao|gia danh|gia mao|mao danh|lua|so la|nguoi la|chieu tro|cong an gia|doi tien"
    "|chuyen tien|hu doa|tu xung|xung la|mac quan phuc|goi video",
    "call": "goi dien|goi den|cuoc goi|goi cho toi|goi bao|goi hoi|dien thoai bao",
    "link": "link|duong link|duong dan|tin nhan|nhan tin|sms|app la|file|apk|trang web la|cai app",
    "leak": "bi lo|lo thong tin|ro ri|bi lay|danh cap|loi dung|dung ten|vay tien|vay no|doi no"
    "|mo tai khoan|sim la|sim rac|lo anh|lo hinh|bi lo anh",
    "hotline": "tong dai|hotline|duong day nong|so dien thoai|goi so nao|goi so may|sdt|xin so"
    "|so nao|1900",
    "person": "gap can bo|nguoi that|nhan vien|can bo tra loi|noi chuyen voi|gap nguoi|gap ai"
    "|cho gap|chuyen may|tong dai vien|truc tiep voi",
    "complain": "khieu nai|phan anh|to cao|thai do|hach sach|voi vinh|gop y|kien nghi|buc xuc"
    "|nat no|quat|lam kho|boi duong|thua kien|nhieu sach|hanh dan",
    "status": "xong chua|co chua|den dau roi|toi dau roi|ve chua|tra cuu|kiem tra|tien do"
    "|tinh trang|trang thai|in xong|xem thu|da co|co the chua|da ve",
    "fast": "gap|nhanh|lay lien|lay ngay|cap toc|uu tien|lam som|trong ngay|nhanh hon|hoa toc"
    "|express",
    "travel": "may bay|san bay|di bay|xuat canh|cua khau|ra nuoc ngoai|di nuoc ngoai|du lich|bay"
    "|len may|noi dia",
    "abroad": "o nuoc ngoai|viet kieu|dinh cu|ben my|ben han|ben nhat|ben duc|ben uc"
    "|xuat khau lao dong|du hoc|dai su quan|lanh su|o my|o nhat|o han|dai loan",
    "foreign": "nguoi nuoc ngoai|quoc tich|nguoi tay|ngoai quoc|goc viet|khong quoc tich|chong tay"
    "|foreigner",
    "name": "doi ten|doi ho|cai chinh|ngay sinh|gioi tinh|chuyen gioi|phau thuat|nhan dang|ten dem"
    "|ho ten|khuon mat|tham my",
    "form": "to khai|mau don|don|bieu mau|dien mau|cc01|cc02|phieu thu nhan|form|viet don|mau giay",
    "documents": "so do|so hong|bang lai|ngan hang|bao hiem|ma so thue|ho chieu|ca vet|dang ky xe"
    "|thue",
    "use": "dung de lam gi|tac dung|cong dung|dung lam gi|de lam gi|loi ich|gia tri|xai vo viec gi"
    "|lam duoc gi|dung vao viec gi|tien ich",
    "differ": "khac gi|khac nhau|khac cho nao|so sanh|giong|khac the nao|co gi moi|mau moi|mau cu",
    "printed": "mat truoc|mat sau|ghi gi|in gi|ghi o dau|ngay cap|noi cap|que quan|tren the co"
    "|ghi nhung|thong tin tren the|in tren",
    "age": "tuoi|du tuoi|do tuoi|may tuoi|moc tuoi|bao nhieu tuoi|tron|den tuoi",
    "home": "tan nha|tai nha|den nha|toi nha|ve nha lam|xuong nha|qua nha|luu dong|den tan noi",
    "else": "o tinh khac|tinh khac|khac tinh|ve que|que|noi khac|thanh pho khac|xa nha|noi tam tru"
    "|o xa|khac quan|khac phuong|cho dang o",
}  # fmt: skip

# What other offices see to, or nobody: each of these words speaks of something beyond us as well.
_BEYOND = {
    "passport": "ho chieu|xuat nhap canh|passport pho thong|thong hanh|cuon ho chieu",
    "licence": "bang lai|giay phep lai xe|lai xe|bang a1|bang b1|bang b2|thi bang|sat hach|bang b"
    "|hang c|lai o to|gplx",
    "civil": "khai sinh|ket hon|khai tu|chung tu|doc than|ho tich|trich luc|con nuoi|bao tu"
    "|cuoi vo|giay chung sinh|dam cuoi|hon nhan|giam ho",
    "court": "ly hon|toa an|kien|khoi kien|thua ke|an phi|luat su|khang cao|to tung|chia tai san"
    "|di chuc|cap duong|thi hanh an dan su",
    "land": "so do|so hong|nha dat|tach thua|xay nha|quy hoach|tho cu|den bu|giai toa|xay dung"
    "|so nha|chung cu|nha o xa hoi|can ho|dia chinh|mua nha|ban nha|dat dai|dat nong nghiep"
    "|thua dat|manh dat|dat tho cu|tranh chap dat|mua dat|dat ruong",
    "trade": "kinh doanh|cong ty|doanh nghiep|mo quan|mo tiem|cua hang|ban hang|quan an|con dau"
    "|cam do|karaoke|hoa don|giam doc|nhan hieu|mo lop|quan nhau|giay phep",
    "insurance": "bao hiem|bhxh|bhyt|vssid|that nghiep|thai san|luong huu|bao hiem xa hoi|om dau"
    "|nghi om|tro cap|chuyen vien",
    "tax": "thue|ma so thue|etax|quyet toan|hoan thue|giam tru|nguoi phu thuoc",
    "vehicle": "xe|xe may|o to|bien so|ca vet|cavet|dang kiem|sang ten|xe co|xe cu|duong bo"
    "|xe dien|xe buyt|giu xe|gui xe",
    "traffic": "phat nguoi|vuot den do|nong do con|mu bao hiem|csgt|canh sat giao thong|toc do"
    "|vi pham giao thong|lap bien ban|nguoc chieu|guong chieu hau",
    "record": "ly lich|tien an|an tich|tu phap|hanh kiem|so yeu",
    "army": "nghia vu|di linh|quan su|nhap ngu|dan quan|xuat ngu|kham tuyen",
    "bank": "ngan hang|atm|the tin dung|momo|zalopay|vi dien tu|chuyen khoan nham|no xau|lai suat"
    "|so tiet kiem|rut tien|the visa|internet banking|vay tien|chuyen tien nham",
    "phone": "sim|nha mang|viettel|mobi|wifi|internet|4g|5g|thue bao|goi cuoc|esim|roaming"
    "|cuoc dien thoai|goi data",
    "visa": "visa|thi thuc|nhap quoc tich|lao dong nuoc ngoai|giay phep lao dong|bao lanh|the xanh"
    "|khach tay|nguoi han|nguoi tay|e visa|mien thi thuc",
    "school": "truong|hoc phi|tuyen sinh|dai hoc|hoc ba|tot nghiep|diem thi|lop 10|hoc bong"
    "|thi lai|van bang|hoc nghe|mam non|diem chuan",
    "crime": "mat trom|trom|cuop|danh nhau|lua tien|hang xom|ma tuy|co bac|danh bac|mat tich"
    "|bao hanh|de doa|to giac|trinh bao|gay on|doi no thue|an trom|giat do|quay pha",
    "fire": "chay|chay no|phong chay|pccc|cuu hoa|gas|thang may|binh chua chay|dap dien",
    "health": "benh vien|kham benh|tiem|vac xin|cap cuu|bac si|suc khoe|xe cuu thuong|tram y te"
    "|kham thai|xet nghiem",
    "account": "facebook|zalo|fb|gmail|tiktok|youtube|instagram|icloud|shopee|nick|game"
    "|tai khoan mang",
    "notary": "cong chung hop dong|hop dong|di chuc|uy quyen mua ban|dich thuat|hop phap hoa"
    "|chung thuc chu ky|giay ban xe|dat coc",
    "welfare": "ho ngheo|can ngheo|mai tang|nguoi co cong|liet si|an sinh|tro cap nguoi gia"
    "|qua tet|ho tro",
    "utility": "tien dien|tien nuoc|rac|cong thoat|den duong|dong ho|cup dien|mat nuoc|chu nha tro"
    "|tien coc|tien phong|ngap|xe rac|cay xanh|mat dien|cat dien|hoa don dien|nuoc may|dien nuoc",
    "othercard": "the sinh vien|the nhan vien|the xe buyt|the thu vien|the dang|the doan"
    "|the hoc sinh|the gui xe|the tap|the gym|the thanh vien|the nha bao|the ra vao|the hoi vien"
    "|the cao|the can ho|the tu",
    "police": "thi cong an|lam cong an|luong cong an|hoc vien|tuyen dung|tuyen cong an|canh sat"
    "|dan phong|truong cong an|nghia vu cong an|bao ve dan pho",
    "jail": "tham nuoi|trai giam|tam giam|pham nhan|an treo|ra tu|dac xa|giam an|cai nghien"
    "|tam giu hinh su",
    "work": "luong|hop dong lao dong|nghi viec|thu viec|lam them|sa thai|duoi viec|viec lam"
    "|nghi phep|thuong tet|xin viec|chu xuong|cong doan",
    "forged": "lam gia|mua ban giay to|giay to gia|hack|sua tuoi|tay xoa|photoshop|chay tien"
    "|hoi lo|phong bi|boi duong|qua mat|khai man|truy na|dung ten|lay trom|doc trom",
    "insult": "ngu|do ngu|khon nan|mat day|an hai|dm|dcm|vcl|vl|me may|con cac|an cap|thang cho"
    "|do dien|vo dung|chung may|bon may",
    "somebody": "nguoi nay|so nay|so can cuoc nay|cua ai|ten gi|nguoi yeu cu|vo cu|ban toi|con no"
    "|hang xom|chu no|ten la gi|thang ban|co ay|anh ay|ong ay|dia chi cua|tra giup|xem giup",
    "system": "quan tri|admin|prompt|system|database|mat khau quan tri|select|script|ignore"
    "|dong vai|huong dan truoc|api|ma nguon|lap trinh|token|root",
    "chat": "xin chao|chao|cam on|hello|alo|tam biet|thoi tiet|gia vang|bong da|ke chuyen|bai tho"
    "|ban la ai|robot|xo so|gia xang|haha|test|buon|tinh yeu|phim",
}  # fmt: skip
_OURS = (
    "can cuoc|the|vneid|dinh danh|thuong tru|tam tru|ho khau|cu tru|luu tru|giay hen|tach ho"
    "|chung minh nhan dan|chung minh|le phi|nhap khau|chuyen khau|muc 2|passcode|ct07|van tay|phieu hen"
)

_WORDS = re.compile(r"\S+")
_BY_PHRASE: dict[str, tuple[str, ...]] = {}
for _concept, _phrases in [*_SAID.items(), *_BEYOND.items(), ("ours", _OURS)]:
    for _phrase in _phrases.split("|"):
        _means = (f"={_concept}", "=beyond") if _concept in _BEYOND else (f"={_concept}",)
        _BY_PHRASE[_phrase] = (*_BY_PHRASE.get(_phrase, ()), *_means)
# As `spelling.DIGEST`: what was learnt with other concepts is not read with these.
DIGEST = hashlib.blake2b(
    "\n".join(f"{phrase} {means}" for phrase, means in sorted(_BY_PHRASE.items())).encode(),
    digest_size=6,
).hexdigest()
_LONGEST = max(len(phrase.split()) for phrase in _BY_PHRASE)


def concepts_in(normalised: str) -> list[str]:
    """The concepts that a question in the one way of writing speaks of, in their order, each once.

    >>> concepts_in("mat the can cuoc thi lam lai o dau")
    ['=lost', '=ours', '=again', '=where']
    """
    words = _WORDS.findall(normalised)
    found: dict[str, None] = {}
    for at in range(len(words)):
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            for concept in _BY_PHRASE.get(" ".join(words[at : at + length]), ()):
                found.setdefault(concept)
    return list(found)
