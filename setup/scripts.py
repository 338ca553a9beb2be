"""The scripts in which people of a country write its places, beside the Latin one."""

import re

HAN, KANA, HANGUL = "\u4e00-\u9fff", "\u3041-\u30ff々", "\uac00-\ud7a3"
CYRILLIC, GREEK, ARABIC, HEBREW = "\u0400-\u04ff", "\u0370-\u03ff\u1f00-\u1fff", "\u0600-\u06ff", "\u0590-\u05ff"
DEVANAGARI, BENGALI, THAI, KHMER = "\u0900-\u097f", "\u0980-\u09ff", "\u0e00-\u0e7f", "\u1780-\u17ff"
SCRIPTS = {
    **dict.fromkeys(["CN", "TW", "HK", "MO", "SG"], HAN), "JP": HAN + KANA, "KR": HANGUL, "KP": HANGUL,
    **dict.fromkeys(["RU", "BY", "UA", "BG", "RS", "MK", "KZ", "KG", "MN", "TJ", "UZ", "ME", "BA"], CYRILLIC),
    "GR": GREEK, "CY": GREEK, "IL": HEBREW + ARABIC, "TH": THAI, "KH": KHMER, "LA": "\u0e80-\u0eff",
    **dict.fromkeys(["AE", "SA", "EG", "JO", "LB", "KW", "QA", "BH", "OM", "YE", "IQ", "SY", "PS", "LY", "TN", "DZ",
                     "MA", "SD", "MR", "IR", "AF", "PK"], ARABIC),
    "IN": DEVANAGARI, "NP": DEVANAGARI, "BD": BENGALI, "AM": "\u0530-\u058f", "GE": "\u10a0-\u10ff",
    "MM": "\u1000-\u109f", "LK": "\u0d80-\u0dff", "ET": "\u1200-\u137f",
}


def own_script(country, name):
    return country in SCRIPTS and re.search(f"[{SCRIPTS[country]}]", name) is not None
