"""What people say in place of a button: whole messages, and patterns of longer ones."""

import re

from tracuu.assistant.enums import Wish

# Compared with what is left of a message without politeness; Vietnamese without marks, and English.
PHRASES: dict[Wish, str] = {
    Wish.MENU: (
        "menu, thuc don, bat dau, bat dau lai, lam lai, tu dau, lam lai tu dau, tro ve, quay lai,"
        " trang chinh, danh muc, start, back, main menu, huong dan, help, tro giup"
    ),
    Wish.CANCEL: (
        "thoi, huy, huy bo, huy di, thoi huy, bo qua, thoi bo qua, dung lai, ngung, ngung lai, stop,"
        " cancel, thoi khoi, khoi, khoi can, khong can, khong can nua, thoi khong can, thoi khong can"
        " nua, khong tra cuu nua, thoat, exit, quit, khong, no, never mind, nevermind, thoi duoc roi"
    ),
    Wish.LOOK_UP: (
        "tra cuu, tra cuu can cuoc, tra cuu the, tra cuu the can cuoc, tra cuu ho so, tra can cuoc,"
        " tra the, tim the, tim can cuoc, kiem tra the, kiem tra can cuoc, kiem tra the can cuoc, xem"
        " the, xem can cuoc, xem ket qua, tra cuu nguoi khac, nguoi khac, tra nguoi khac, tra cuu"
        " tiep, tra tiep, tra cuu lai, thu lai, check the, check can cuoc, tra cuu can cuoc cong dan,"
        " cccd lookup, card lookup, lookup, look up my card, look up a card, look up, check my card, my"
        " card, my id card, check card,"
        " look up somebody else, look up another person, look up someone else, try again, another person"
    ),
    Wish.MY_CARD: "is my card ready, where is my card, when will my card be ready",
    Wish.ASK: (
        "hoi dap, hoi dap can cuoc, cau hoi, hoi, hoi thu tuc, dat cau hoi, hoi cau khac, ask a"
        " question, question, questions, ask, questions and answers"
    ),
    Wish.PERSON: (
        "hoi can bo, gap can bo, gap nguoi, gap nguoi that, gap nhan vien, gap tu van vien, can bo,"
        " nguoi that, noi chuyen voi can bo, noi chuyen voi nguoi, noi chuyen voi nguoi that, noi"
        " chuyen voi nhan vien, chat voi can bo, chat voi nguoi that, nhan tin voi can bo, nhan can"
        " bo, lien he can bo, tu van vien, tong dai vien, gap truc tiep can bo, hoi truc tiep can bo,"
        " gap ai do, gap cong an, noi chuyen voi cong an, hoi cong an, gap anh cong an, ask an officer,"
        " officer, talk to an officer, speak to an officer, talk to a person, talk to a human, human,"
        " a person, agent, talk to somebody, talk to someone, speak to a person"
    ),
    Wish.PLACE: (
        "gio va dia diem, gio lam viec, dia chi, dia diem, o dau, dia chi o dau, tru so o dau, may gio"
        " lam viec, may gio mo cua, gio mo cua, bao gio mo cua, may gio dong cua, khi nao mo cua, hom"
        " nay co lam viec khong, gio nao lam viec, opening hours, hours and place, hours, address,"
        " place, where are you, where is it, when are you open"
    ),
    Wish.WATCH: (
        "bao cho toi khi co the, bao cho toi, bao cho em, bao cho minh, bao cho em khi co the, khi"
        " nao co bao em, bao toi khi co the, bao toi, bao khi co the, bao em khi co the, bao minh"
        " khi co the, bao tin, bao toi biet, khi nao co bao toi, khi nao co the bao toi, khi nao co"
        " the bao em, co the bao toi, co the bao em, nhan tin bao, nho bao tin, nhan tin khi co the,"
        " thong bao khi co the, tell me when the card is there, tell me when it is ready, tell me"
        " when there is a card, notify me, let me know"
    ),
    Wish.WATCHES: (
        "loi nho bao tin, xem loi nho bao tin, dang nho bao ai, dang bao ai, dang bao nhung ai, cac loi"
        " nho, nhung nguoi dang cho, dang cho nhung ai, dang cho ai, what am i waiting for, who am i"
        " waiting for, my requests"
    ),
    Wish.STOP_WATCH: (
        "ngung bao, ngung bao tin, dung bao, dung bao tin, dung bao nua, dung nhan tin, dung nhan tin"
        " nua, dung gui nua, dung gui tin nua, huy bao tin, huy bao, tat bao tin, tat thong bao, xoa"
        " loi nho, khong bao nua, khong can bao nua, khong nhan tin nua, thoi bao tin, stop telling me,"
        " unsubscribe, stop notifying me, stop messages"
    ),
    Wish.LATER: (
        "de lai so dien thoai hoac e mail, de lai so dien thoai hoac email, de lai e mail, de lai"
        " email, de lai mail, them email, doi email, de lai so dien thoai, de lai sdt, them so dien"
        " thoai, them sdt, doi so dien thoai, doi sdt, sua so dien thoai, leave a phone number or e"
        " mail, leave a phone number, leave my phone number, leave my number, leave an e mail"
        " address, leave my email, add my phone number, change my phone number"
    ),
    Wish.FORGET_LATER: (
        "xoa cach lien lac, xoa e mail, xoa email, xoa mail, bo email, xoa so dien thoai, xoa sdt, bo"
        " so dien thoai, bo sdt, go so dien thoai, xoa so cua toi, xoa so dien thoai cua toi, delete"
        " my phone number, remove my phone number, forget my phone number, delete my number, delete my"
        " email, forget my contact, delete my contact"
    ),
    Wish.MORE: (
        "xem chi tiet, chi tiet, xem cac ngay va chi tiet, xem ngay va chi tiet, xem them, them thong"
        " tin, them mot thong tin, xem ngay tra the, xem hop the, toi co so ho so, toi co giay hen, toi"
        " co ma nhan the, nhap ma nhan the, nhap so ho so, details, see details, see dates and details,"
        " dates and details, add one more fact, i have a receipt"
    ),
    Wish.WRONG: (
        "sai, sai roi, nham, nham roi, go nham roi, sua, sua lai, nhap lai, go nham, go sai, ghi nham,"
        " viet nham, toi nham, viet sai, go lai, khong phai, khong dung, sai thong tin, nham thong tin,"
        " sua thong tin, wrong, mistake, that is wrong, thats wrong, correct, edit"
    ),
    Wish.WRONG_NAME: (
        "sai ten, nham ten, sua ten, sai ho ten, nham ho ten, sua ho ten, sua ho va ten, sai ho va ten,"
        " nham ho va ten, go nham ten, go sai ten, ten sai, ten sai roi, nham ten roi, sai ten roi,"
        " ghi nham ten, doi ten, wrong name, change the name, edit the name"
    ),
    Wish.WRONG_BIRTH: (
        "sai ngay, nham ngay, sua ngay, sai ngay sinh, nham ngay sinh, sua ngay sinh, sai nam sinh, nham"
        " nam sinh, sua nam sinh, ngay sinh sai, nham ngay sinh roi, sai ngay sinh roi, sai ngay roi,"
        " nham ngay roi, ghi nham ngay sinh, go nham ngay sinh, wrong date, wrong birth date, change the"
        " date, edit the date"
    ),
    Wish.MINE: (
        "ho so, ho so cua toi, ho so cua em, ho so cua minh, ho so toi, ho so em, the cua toi, the cua"
        " em, the cua minh, can cuoc cua toi, can cuoc cua em, can cuoc cua minh, the cua chau, ho so cua"
        " chau, my file, my application"
    ),
    Wish.UNBIND: (
        "bo gan ho so, bo gan, go ho so, go gan ho so, huy gan, huy gan ho so, go gan, ngung gan ho so,"
        " ngung gan, dung gan ho so, thoi gan ho so, xoa gan ho so, huy lien ket ho so, bo lien ket ho"
        " so, unlink the application, unlink my application, unlink, unbind"
    ),
    Wish.USEFUL: "huu ich, co ich, useful, helpful",
    Wish.NOT_RIGHT: "chua dung, khong dung y, khong huu ich, not right, not helpful",
    Wish.NONE_OF_THESE: (
        "khong phai cac cau nay, khong phai cau nao, khong co cau nao, cau khac, hoi cach khac, none of"
        " these"
    ),
    Wish.ENGLISH: "english, in english, speak english, english please, tieng anh, noi tieng anh",
    Wish.VIETNAMESE: "tieng viet, noi tieng viet, vietnamese, in vietnamese",
    Wish.HELLO: (
        "chao, chao ban, chao buoi sang, hello, hi, hey, helo, hallo, alo, alo alo, chao can bo, chao"
        " don vi, chao cong an, good morning, good afternoon, hi there, ad, admin, chao moi nguoi, co"
        " ai khong, co ai o do khong, test"
    ),
    Wish.THANKS: (
        "cam on, cam on ban, cam on nhieu, cam on rat nhieu, cam on can bo, thank, thanks, thank you,"
        " thank you very much, tks, thanks you, cam on nha, camon, cam on nhiu, many thanks, thx, ty"
    ),
    Wish.NOD: (
        "ok, oke, oki, okay, okie, okela, da, vang, uh, u, um, uk, duoc, duoc roi, dung, dung roi, biet"
        " roi, hieu roi, tot, tot qua, great, roi, ro roi, on roi, yes, yep, nice, hihi, haha, hehe, kk,"
        " kkk, may qua, hay qua, the thi tot, the a, vay a, got it, i see, alright, all right"
    ),
    Wish.BYE: "tam biet, bye, bye bye, goodbye, hen gap lai, chao tam biet, see you",
    Wish.ONLY_YEAR: (
        "chi co nam sinh, chi co nam, giay to chi ghi nam, giay to chi ghi nam sinh, chi ghi nam, chi ghi"
        " nam sinh, khong co ngay thang, khong co ngay thang sinh, chi nho nam, chi nho nam sinh, chi"
        " biet nam, chi biet nam sinh, only the year, just the year"
    ),
    Wish.NEXT: (
        "tiep, tiep theo, nguoi tiep theo, nguoi con lai, con nguoi kia, nguoi kia, be con lai, con be"
        " kia, nguoi sau, next, next one, the other one"
    ),
}
# Longer wishes that vary inside. On folded words with chat spelling undone.
_WHOSE = (
    r"(?:cua )?(?:toi|em|minh|con|chau|me|bo|ba|ong|vo|chong|nha|anh|chi|tui)(?: (?:toi|em|minh))?"
)
_CARD = r"(?:the can cuoc|the|can cuoc|can cuoc cong dan|ho so)"
_MINE = r"(?:cua )?(?:toi|em|minh|con|chau|tui)"


def _about_card(whose: str) -> tuple[re.Pattern[str], ...]:
    """Where a card is, and whether it is there; whose it is may be left out of some."""
    asking = r"(?:khong biet |hoi |xem |kiem tra )*"
    return (
        re.compile(
            rf"{asking}{_CARD}(?: {whose})?(?: lam| nop| chup)?(?: da| bay"
            r" gio| hien| gio)?(?: toi| den| dang o| o| ve)(?: toi)? (?:dau|khau nao|buoc nao)(?: roi)?"
            r"(?: vay| the| ha)?"
        ),
        re.compile(
            rf"{asking}{_CARD} {whose}(?: da)? (?:co|ve|xong|lam xong|in"
            r" xong|duoc|ra|ve toi|ve den)(?: the)?(?: don vi| toi noi| roi)? ?(?:chua|hay chua)?"
            r"(?: vay| the| ha)?"
        ),
        re.compile(rf"(?:da )?co {_CARD}(?: {whose})? chua(?: vay)?"),
    )


_YOU = (
    r"(?:ban|anh|chi|em|ad|admin|can bo|don vi|cong an|chau|con|co|chu|bac|moi nguoi|cac (?:ban|anh|chi"
    r"|anh chi|can bo|co chu)|page|shop|you|nhieu|nhiu|rat nhieu|lam|nha|nhe|nhen|a|ah|very much|so much"
    r"|truoc|truoc nha)"
)
_NODS = (
    r"(?:da|vang|ok|oke|okay|oki|okie|u|uh|um|uk|duoc|dung|biet|hieu|tot|ro|on|yes|thi ra|ra vay|nhan"
    r" duoc)"
)
_ME = r"(?:em|minh|toi|con|chau|tui|bac|co|chu|ba|ong)"
# After a bare "không" only these: "không thấy thẻ, cảm ơn" calls nothing off.
_PARTICLE = r"(?:a|dau|nha|nhe|em|anh|chi|oi|ban|co|chu)"
PATTERNS: tuple[tuple[Wish, re.Pattern[str]], ...] = (
    (
        Wish.CANCEL,
        re.compile(
            rf"(?:da |vang |the |ok )*(?:(?:thoi|khoi|khong can)(?: \w+){{0,3}}|khong(?: {_PARTICLE})*)"
            rf" (?:cam on|thanks?|tks)(?: {_YOU})*"
        ),
    ),
    (
        Wish.THANKS,
        re.compile(
            rf"(?:{_NODS} |roi |the |vay |a |xin |rat |chan thanh )*(?:{_ME} )?"
            rf"(?:xin |rat |chan thanh )*(?:cam on|camon|thanks?|tks|thx)(?: {_YOU})*"
        ),
    ),
    (
        Wish.ONLY_YEAR,
        re.compile(
            r"i (?:don (?:t|toi)|do not) (?:know|remember)"
            r"(?: (?:the|my|his|her|exact|day|date|month|birthday|of birth|and))*"
            r"|khong (?:biet|nho|ro)(?: (?:ngay|thang|sinh|chinh xac|duoc|ro|va|may))*"
        ),
    ),
    (
        Wish.NOD,
        re.compile(
            rf"(?:{_NODS} )*(?:(?:em|minh|toi|con|chau|tui|bac|the|vay) )?{_NODS}"
            r"(?: (?:roi|nha|nhe|a|ah|luon|em|anh|chi|ad|ban|do|vay|qua|cam))*"
        ),
    ),
    *((Wish.MY_CARD, pattern) for pattern in _about_card(_MINE)),
    *((Wish.LOOK_UP, pattern) for pattern in _about_card(_WHOSE)),
    (
        Wish.LOOK_UP,
        re.compile(rf"(?:tra cuu|kiem tra|xem|check|tra|tim)(?: giup| ho)? {_CARD}(?: {_WHOSE})?"),
    ),
    (
        Wish.LOOK_UP,
        re.compile(
            r"(?:hello |hi |please )*(?:i want to |i would like to |i need to |can i |how do i )?"
            r"(?:check|look up|see|find)(?: the status of)? (?:my|our|the)"
            # "ID card" has been written as "căn cước thẻ" by then (`answers.matching.spelling`).
            r" (?:(?:id |identity )?card|can cuoc the)(?: please)?"
        ),
    ),
    (
        Wish.MY_CARD,
        re.compile(
            r"(?:hello |hi )*(?:is|when will) (?:my|the)(?: id)? card(?: be)? (?:ready|done)"
        ),
    ),
    (
        Wish.PERSON,
        re.compile(
            r"(?:gap|noi chuyen voi|noi chuyen|nhan tin voi|lien he voi|lien he|chat voi|hoi)"
            r"(?: truc tiep| duoc)? (?:mot |cac |voi )?(?:can bo|nhan vien|nguoi that|nguoi|cong an|tu"
            r" van vien|tong dai vien)"
            r"(?: (?:that|truc|ho tro|phu trach|o day|duoc khong|ngay|luon|lien|gap))*"
        ),
    ),
)
