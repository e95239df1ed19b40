"""Chinese for the phrases that the list's own data writes in English: reasons of inferred rows, bases of first days.

A phrase that is not known here, as one of a company's own, stays as it was written; `in_chinese` then gives None.
"""

from __future__ import annotations

import re

_FIELDS = {
    "financial management": "财务金融管理",
    "next-generation information technology": "新一代信息技术",
    "biomedicine": "生物医药",
    "engineering": "工程",
    "high-end manufacturing": "高端制造",
    "architecture and engineering": "建筑与工程",
}
_PLACES = {
    "US": "美国",
    "GB": "英国",
    "AU": "澳大利亚",
    "NZ": "新西兰",
    "HK": "中国香港",
    "SG": "新加坡",
    "several places": "多地",
}
_CITIES = {
    "Beijing": "北京",
    "Guangzhou": "广州",
    "Hangzhou": "杭州",
    "Suzhou": "苏州",
    "Pudong": "浦东",
}
_WHOLE = {
    "named in both lists of Pudong district (2021)": "浦东新区2021年两份清单均列明",
    "reported for Pudong and Beijing": "据报道见于浦东和北京的清单",
    "reported for Pudong": "据报道见于浦东的清单",
    "reported by the China Institute of Internal Audit as on Shanghai's list, edition and category not said": (
        "中国内部审计协会称其已列入上海清单，未说明版本和类别"
    ),
    "a fellowship or top grade of a learned society, as Category B is described": "学术团体的会士或最高级别会员，与B类的描述相符",
    "day of the announcement": "公布之日",
    "the notice's own date was not seen": "未见通知本身的日期",
    "reported as recently released on this day": "据当日报道为近期发布",
    "as reported": "据报道",
}
_CARRIED = re.compile(
    r"carried over from edition (?P<edition>\S+), where it is (?P<known>.+); "
    r"the attachment of edition (?P<unseen>\S+) was not seen"
)
_KNOWN = re.compile(r"(?P<how>confirmed by|official, read from|inferred:) (?P<what>.+)")
_SCOPE = re.compile(r"fits the published scope \((?P<field>[^;]+); (?P<places>[^)]+)\)")
_CATALOGUE = re.compile(r"named in (?P<city>\w+)'s catalogue(?: (?P<edition>[\d.]+))?(?: \((?P<year>\d{4})\))?")
_SOME_OF = re.compile(
    r"(?P<body>\w+) certifications appear in (?P<city>\w+)'s catalogue \((?P<year>\d{4})\), which ones not given"
)


def in_chinese(phrase: str) -> str | None:
    """The phrase in Chinese, None where one of its parts is not known."""
    if carried := _CARRIED.fullmatch(phrase):
        known = _known(carried["known"])
        return known and f"自{carried['edition']}版沿用，在该版中{known}；未见{carried['unseen']}版附件"
    parts = [_part(part) for part in re.split(r"; (?![^(]*\))", phrase)]
    return None if None in parts else "；".join(part for part in parts if part)


def _known(how: str) -> str | None:
    found = _KNOWN.fullmatch(how)
    if found is None:
        return None
    if found["how"] == "inferred:":
        reason = in_chinese(found["what"])
        return reason and f"为推断条目（{reason}）"
    return f"由{found['what']}证实" if found["how"] == "confirmed by" else f"为官方条目（读自{found['what']}）"


def _part(part: str) -> str | None:
    if part in _WHOLE:
        return _WHOLE[part]
    if scope := _SCOPE.fullmatch(part):
        places = [_PLACES.get(place) for place in scope["places"].split("/")]
        field = _FIELDS.get(scope["field"])
        return (
            None if field is None or None in places else f"符合公布的范围（{field}；{'、'.join(one for one in places if one)}）"
        )
    if catalogue := _CATALOGUE.fullmatch(part):
        city = _CITIES.get(catalogue["city"])
        edition = f"{catalogue['edition']}版" if catalogue["edition"] else ""
        year = f"（{catalogue['year']}年）" if catalogue["year"] else ""
        return city and f"{city}目录{edition}{year}列明"
    if some := _SOME_OF.fullmatch(part):
        city = _CITIES.get(some["city"])
        return city and f"{city}目录（{some['year']}年）列有{some['body']}的证书，未说明是哪些"
    return None
