"""Letter tables of the encodings used before Unicode.

From research of November 2026: cross-checked tables of iconv, recode and of converters for VNI
and VPS.
Each table is one string of pairs, a Unicode letter and how the encoding writes it.
"""


def _pairs(text: str) -> dict[str, str]:
    """Return how the encoding writes a letter -> the letter."""
    return {item[1:]: item[0] for item in text.split(" ")}


TCVN3 = _pairs(
    "àµ á¸ ả¶ ã· ạ¹ ă¨ ằ» ắ¾ ẳ¼ ẵ½ ặÆ â© ầÇ ấÊ ẩÈ ẫÉ ậË èÌ éÐ ẻÎ ẽÏ ẹÑ êª ềÒ ếÕ ểÓ ễÔ ệÖ "
    "ì× íÝ ỉØ ĩÜ ịÞ òß óã ỏá õâ ọä ô« ồå ốè ổæ ỗç ộé ơ¬ ờê ớí ởë ỡì ợî ùï úó ủñ ũò ụô "
    "ư\xad ừõ ứø ửö ữ÷ ựù ỳú ýý ỷû ỹü ỵþ đ® Ă¡ Â¢ Ê£ Ô¤ Ơ¥ Ư¦ Đ§"
)

VNI = _pairs(
    "àaø áaù ảaû ãaõ ạaï ăaê ằaè ắaé ẳaú ẵaü ặaë âaâ ầaà ấaá ẩaå ẫaã ậaä èeø éeù ẻeû ẽeõ "
    "ẹeï êeâ ềeà ếeá ểeå ễeã ệeä ìì íí ỉæ ĩó ịò òoø óoù ỏoû õoõ ọoï ôoâ ồoà ốoá ổoå ỗoã "
    "ộoä ơô ờôø ớôù ởôû ỡôõ ợôï ùuø úuù ủuû ũuõ ụuï ưö ừöø ứöù ửöû ữöõ ựöï ỳyø ýyù ỷyû "
    "ỹyõ ỵî đñ ÀAØ ÁAÙ ẢAÛ ÃAÕ ẠAÏ ĂAÊ ẰAÈ ẮAÉ ẲAÚ ẴAÜ ẶAË ÂAÂ ẦAÀ ẤAÁ ẨAÅ ẪAÃ ẬAÄ ÈEØ "
    "ÉEÙ ẺEÛ ẼEÕ ẸEÏ ÊEÂ ỀEÀ ẾEÁ ỂEÅ ỄEÃ ỆEÄ ÌÌ ÍÍ ỈÆ ĨÓ ỊÒ ÒOØ ÓOÙ ỎOÛ ÕOÕ ỌOÏ ÔOÂ ỒOÀ "
    "ỐOÁ ỔOÅ ỖOÃ ỘOÄ ƠÔ ỜÔØ ỚÔÙ ỞÔÛ ỠÔÕ ỢÔÏ ÙUØ ÚUÙ ỦUÛ ŨUÕ ỤUÏ ƯÖ ỪÖØ ỨÖÙ ỬÖÛ ỮÖÕ ỰÖÏ "
    "ỲYØ ÝYÙ ỶYÛ ỸYÕ ỴÎ ĐÑ"
)

VISCII = _pairs(
    "àà áá ảä ãã ạÕ ăå ằ¢ ắ¡ ẳÆ ẵÇ ặ£ ââ ầ¥ ấ¤ ẩ¦ ẫç ậ§ èè éé ẻë ẽ¨ ẹ© êê ề« ếª ể¬ ễ\xad "
    "ệ® ìì íí ỉï ĩî ị¸ òò óó ỏö õõ ọ÷ ôô ồ° ố¯ ổ± ỗ² ộµ ơ½ ờ¶ ớ¾ ở· ỡÞ ợþ ùù úú ủü ũû ụø "
    "ưß ừ× ứÑ ửØ ữæ ựñ ỳÏ ýý ỷÖ ỹÛ ỵÜ đð ÀÀ ÁÁ ẢÄ ÃÃ Ạ\x80 ĂÅ Ằ\x82 Ắ\x81 Ẳ\x02 Ẵ\x05 "
    "Ặ\x83 ÂÂ Ầ\x85 Ấ\x84 Ẩ\x86 Ẫ\x06 Ậ\x87 ÈÈ ÉÉ ẺË Ẽ\x88 Ẹ\x89 ÊÊ Ề\x8b Ế\x8a Ể\x8c "
    "Ễ\x8d Ệ\x8e ÌÌ ÍÍ Ỉ\x9b ĨÎ Ị\x98 ÒÒ ÓÓ Ỏ\x99 Õ\xa0 Ọ\x9a ÔÔ Ồ\x90 Ố\x8f Ổ\x91 Ỗ\x92 "
    "Ộ\x93 Ơ´ Ờ\x96 Ớ\x95 Ở\x97 Ỡ³ Ợ\x94 ÙÙ ÚÚ Ủ\x9c Ũ\x9d Ụ\x9e Ư¿ Ừ» Ứº Ử¼ Ữÿ Ự¹ Ỳ\x9f "
    "ÝÝ Ỷ\x14 Ỹ\x19 Ỵ\x1e ĐÐ"
)

VPS = _pairs(
    "àà áá ảä ãã ạå ăæ ằ¢ ắ¡ ẳ£ ẵ¤ ặ¥ ââ ầÀ ấÃ ẩÄ ẫÅ ậÆ èè éé ẻÈ ẽë ẹË êê ề\x8a ế\x89 "
    "ể\x8b ễÍ ệ\x8c ìì íí ỉÌ ĩï ịÎ òò óó ỏÕ õõ ọ\x86 ôô ồÒ ốÓ ổ° ỗ\x87 ộ¶ ơÖ ờ© ớ§ ởª ỡ« "
    "ợ® ùù úú ủû ũÛ ụø ưÜ ừØ ứÙ ửº ữ» ự¿ ỳÿ ý\x9a ỷ\x9b ỹÏ ỵ\x9c đÇ À\x80 ÁÁ Ả\x81 Ã\x82 "
    "Ạ\x02 Ă\x88 Ằ\x8e Ắ\x8d Ẳ\x8f Ẵð Ặ\x04 ÂÂ Ầ\x84 Ấ\x83 Ẩ\x85 Ẫ\x1c Ậ\x03 È× ÉÉ ẺÞ Ẽþ "
    "Ẹ\x05 ÊÊ Ề\x93 Ế\x90 Ể\x94 Ễ\x95 Ệ\x06 Ìµ Í´ Ỉ· Ĩ¸ Ị\x10 Ò¼ Ó¹ Ỏ½ Õ¾ Ọ\x11 ÔÔ Ồ\x97 "
    "Ố\x96 Ổ\x98 Ộ\x12 Ơ÷ Ờ\x9e Ớ\x9d Ở\x9f Ỡ¦ Ợ\x13 Ù¨ ÚÚ ỦÑ Ũ¬ Ụ\x14 ƯÐ Ừ¯ Ứ\xad Ử± "
    "Ữ\x1d Ự\x15 Ỳ² ÝÝ Ỷý Ỹ³ Ỵ\x19 Đñ"
)
