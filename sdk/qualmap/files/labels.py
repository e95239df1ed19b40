"""The words of answers for people, in English and Chinese: decisions, evidence, claims, outcomes, titles, how much was seen."""

from __future__ import annotations

from qualmap.screening import Wording

LANGUAGES = ("en", "zh")

DECISIONS = {
    "eligible": Wording("eligible", "符合"),
    "unconfirmed": Wording("unconfirmed", "待证实"),
    "needs_facts": Wording("needs facts", "待补充信息"),
    "not_eligible": Wording("not eligible", "不符合"),
    "no_row": Wording("no row", "无条目"),
}
DECISION_MEANINGS = {
    "eligible": Wording(
        "A confirmed or official row opens it, and every condition holds.", "有已证实或官方的清单条目，且符合全部条件。"
    ),
    "unconfirmed": Wording(
        "The conditions hold, but the row is inferred or the text was not seen: no benefit to count on.",
        "条件符合，但清单条目为推断所得或未见条款原文：不能据此认定享有。",
    ),
    "needs_facts": Wording("It depends on what is not known yet and named as missing.", "取决于尚未提供的信息，已列为“缺少”。"),
    "not_eligible": Wording(
        "A condition does not hold, or a complete list has no such row.", "有条件不符合，或完整的清单中没有条目。"
    ),
    "no_row": Wording(
        "Nothing that is held has a row in this copy of the list, which is incomplete; that does not mean not listed.",
        "所持资格在本清单副本中没有条目；副本并不完整，不等于未列入清单。",
    ),
}
EVIDENCE = {
    "official": Wording("official", "官方"),
    "confirmed": Wording("confirmed", "已证实"),
    "inferred": Wording("inferred", "推断"),
}
EVIDENCE_MEANINGS = {
    "official": Wording("Read from the authority's attachment.", "来自主管部门的附件。"),
    "confirmed": Wording("A cited source names the row.", "有引用来源写明该条目。"),
    "inferred": Wording(
        "A reconstruction: it helps pre-screening, is no fact, and carries no benefit.",
        "重构所得：仅供预筛参考，并非事实，不能据此享有任何待遇。",
    ),
}
CLAIMS = {
    "held": Wording("held", "持有"),
    "in_progress": Wording("in progress", "在考或在读"),
    "passed_exam": Wording("exam passed, not admitted", "已通过考试，未获授予"),
    "student": Wording("student", "学生会员"),
    "expired": Wording("no longer held", "已失效"),
    "negated": Wording("not held", "未持有"),
    "required": Wording("asked for, not claimed", "为招聘要求，非本人持有"),
}
OUTCOMES = {
    "matched": Wording("matched", "已匹配"),
    "ambiguous": Wording("ambiguous", "有歧义"),
    "review": Wording("needs review", "需人工核对"),
    "unrecognised": Wording("not recognised", "未识别"),
}
OUTCOME_MEANINGS = {
    "matched": Wording("One qualification, safe to act on.", "唯一一项资格，可据此处理。"),
    "ambiguous": Wording("Several qualifications carry this name: ask which.", "多项资格同名：请询问具体是哪一项。"),
    "review": Wording("A plausible candidate, not safe: let a person look.", "有可能的候选，但不可靠：请人工核对。"),
    "unrecognised": Wording("A credential, but none that is known here.", "是一项证书，但不在已知之列。"),
}
LISTINGS = {
    "listed": Wording("listed", "有条目"),
    "not_in_copy": Wording("not in this copy of the list, which is incomplete", "本副本中没有（副本不完整）"),
    "not_listed": Wording("not on the list", "未列入清单"),
}
LEVELS = {
    "junior": Wording("junior", "初级"),
    "intermediate": Wording("intermediate", "中级"),
    "associate_senior": Wording("associate senior", "副高级"),
}
SEEN = {
    "full": Wording("seen in full", "全文"),
    "part": Wording("seen in part", "部分"),
    "summary": Wording("seen in summary", "摘要"),
    "none": Wording("not seen", "未见"),
}
LIMITS = Wording(
    "This classifies what a text claims; it does not verify that the claim is true. Rows marked inferred are no facts. "
    "The authority decides.",
    "以上仅对文字所述进行归类，不核实其真实性；标为“推断”的条目并非事实；以主管部门的认定为准。",
)


def said(words: Wording, lang: str) -> str:
    """The wording in one of `LANGUAGES`."""
    return words.zh if lang == "zh" else words.en
