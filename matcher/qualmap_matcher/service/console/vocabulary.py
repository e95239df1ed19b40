"""Names of fields, grades and languages: words of the data itself, which no page writes out."""

from __future__ import annotations

from collections.abc import Mapping

from qualmap.screening import Wording


def named(table: Mapping[str, Wording], key: str) -> Wording:
    """The name of a key; the key itself where it has none, as a grade that an overlay brought along."""
    return table.get(key, Wording(key, key))


FIELDS = {
    "accounting": Wording("accounting", "会计"),
    "actuarial": Wording("actuarial", "精算"),
    "architecture": Wording("architecture", "建筑"),
    "aviation": Wording("aviation", "航空"),
    "biomedicine": Wording("biomedicine", "生物医药"),
    "construction": Wording("construction", "工程建设"),
    "domestic": Wording("qualification of the mainland", "境内资格"),
    "engineering": Wording("engineering", "工程"),
    "finance": Wording("finance", "金融"),
    "governance": Wording("governance", "公司治理"),
    "human resources": Wording("human resources", "人力资源"),
    "information technology": Wording("information technology", "信息技术"),
    "languages": Wording("languages", "语言"),
    "legal": Wording("legal", "法律"),
    "management": Wording("management", "管理"),
    "manufacturing": Wording("manufacturing", "制造"),
    "supply chain": Wording("supply chain", "供应链"),
    "other": Wording("other", "其他"),
    "not listed kind": Wording("of a kind that is not listed", "不属清单所列类型"),
}

GRADES = {
    "associate": Wording("associate", "准会员"),
    "badge": Wording("badge", "徽章"),
    "certificate": Wording("certificate", "证书"),
    "certified": Wording("certified", "认证"),
    "chartered": Wording("chartered", "特许"),
    "charterholder": Wording("charterholder", "特许持证人"),
    "diplomate": Wording("diplomate", "文凭持有人"),
    "distinguished member": Wording("distinguished member", "杰出会员"),
    "entry": Wording("entry", "入门级"),
    "exam": Wording("exam", "考试"),
    "expert": Wording("expert", "专家级"),
    "fellow": Wording("fellow", "资深会员"),
    "foundational": Wording("foundational", "基础级"),
    "full holder": Wording("full holder", "正式持有人"),
    "honorary fellow": Wording("honorary fellow", "荣誉资深会员"),
    "licence": Wording("licence", "执照"),
    "lower grade": Wording("lower grade", "较低级别"),
    "member": Wording("member", "会员"),
    "membership": Wording("membership", "会籍"),
    "professional": Wording("professional", "专业级"),
    "prospective": Wording("prospective", "候任"),
    "registered": Wording("registered", "注册"),
    "senior member": Wording("senior member", "高级会员"),
    "stage": Wording("stage", "阶段"),
    "student": Wording("student", "学生"),
    "technician": Wording("technician", "技术员"),
    "trainee": Wording("trainee", "见习"),
}

LANGUAGES = {
    "und": Wording("in any language", "不限语言"),
    "en": Wording("English", "英语"),
    "zh-Hans": Wording("Chinese, simplified", "简体中文"),
    "zh-Hant": Wording("Chinese, traditional", "繁体中文"),
    "ja": Wording("Japanese", "日语"),
    "ko": Wording("Korean", "韩语"),
    "af": Wording("Afrikaans", "南非荷兰语"),
    "ar": Wording("Arabic", "阿拉伯语"),
    "bg": Wording("Bulgarian", "保加利亚语"),
    "bs": Wording("Bosnian", "波斯尼亚语"),
    "ca": Wording("Catalan", "加泰罗尼亚语"),
    "cs": Wording("Czech", "捷克语"),
    "da": Wording("Danish", "丹麦语"),
    "de": Wording("German", "德语"),
    "el": Wording("Greek", "希腊语"),
    "es": Wording("Spanish", "西班牙语"),
    "et": Wording("Estonian", "爱沙尼亚语"),
    "fa": Wording("Persian", "波斯语"),
    "fi": Wording("Finnish", "芬兰语"),
    "fr": Wording("French", "法语"),
    "he": Wording("Hebrew", "希伯来语"),
    "hr": Wording("Croatian", "克罗地亚语"),
    "hu": Wording("Hungarian", "匈牙利语"),
    "id": Wording("Indonesian", "印度尼西亚语"),
    "it": Wording("Italian", "意大利语"),
    "lt": Wording("Lithuanian", "立陶宛语"),
    "lv": Wording("Latvian", "拉脱维亚语"),
    "mn": Wording("Mongolian", "蒙古语"),
    "ms": Wording("Malay", "马来语"),
    "nl": Wording("Dutch", "荷兰语"),
    "no": Wording("Norwegian", "挪威语"),
    "pl": Wording("Polish", "波兰语"),
    "pt": Wording("Portuguese", "葡萄牙语"),
    "ro": Wording("Romanian", "罗马尼亚语"),
    "ru": Wording("Russian", "俄语"),
    "sk": Wording("Slovak", "斯洛伐克语"),
    "sl": Wording("Slovenian", "斯洛文尼亚语"),
    "sq": Wording("Albanian", "阿尔巴尼亚语"),
    "sr": Wording("Serbian", "塞尔维亚语"),
    "sv": Wording("Swedish", "瑞典语"),
    "th": Wording("Thai", "泰语"),
    "tr": Wording("Turkish", "土耳其语"),
    "uk": Wording("Ukrainian", "乌克兰语"),
    "vi": Wording("Vietnamese", "越南语"),
}
"""By the tag that names of the registry carry, those of most interest first."""
