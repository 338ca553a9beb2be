"""Codes of regions that files still have, or that people use beside ISO 3166-2: what the lists of codes do not tell."""

# country → code of today, or the name where the lists give none → codes of ISO 3166-2 before it was changed, of the post
# and of what people write. One that several regions have was that of a larger one.
SPOKEN = {
    "CA": {"NL": "NF NFLD", "ON": "ONT", "QC": "PQ QUE", "AB": "ALTA", "SK": "SASK", "MB": "MAN", "PE": "PEI", "NT": "NWT",
           "YT": "YK YUK"},
    "CL": {"TA": "01 I", "AN": "02 II", "AT": "03 III", "CO": "04 IV", "VS": "05 V", "LI": "06 VI", "ML": "07 VII", "BI": "08 VIII",
           "AR": "09 IX", "LL": "10 X", "Aysén": "AI 11 XI", "MA": "12 XII", "RM": "13 XIII", "LR": "14 XIV", "AP": "15 XV",
           "NB": "16 XVI"},
    "CZ": {"20": "ST", "31": "JC", "32": "PL", "41": "KA", "42": "US", "51": "LI", "52": "KR", "53": "PA", "63": "VY",
           "64": "JM", "71": "OL", "72": "ZL", "80": "MO"},
    "DE": {"NW": "NRW", "ST": "LSA", "MV": "MVP", "BW": "BAWÜ", "SL": "SAAR"},
    "DK": {"84": "015 020 040 101 147", "85": "025 030 035", "83": "042 050 055 060", "82": "065 070 076", "81": "080"},
    "EG": {"C": "HU", "GZ": "SU"},
    "ES": {"VI": "01", "AB": "02", "A": "03", "AL": "04", "AV": "05", "BA": "06", "IB": "07", "B": "08", "BU": "09", "CC":
           "10", "CA": "11", "CS": "12", "CR": "13", "CO": "14", "C": "15", "CU": "16", "GI": "17", "GR": "18", "GU": "19",
           "SS": "20", "H": "21", "HU": "22", "J": "23", "LE": "24", "L": "25", "RI": "26", "LU": "27", "MD": "28", "MA":
           "29", "MC": "30", "NA": "31", "OR": "32", "AS": "33", "P": "34", "GC": "35", "PO": "36", "SA": "37", "TF": "38",
           "CB": "39", "SG": "40", "SE": "41", "SO": "42", "T": "43", "TE": "44", "TO": "45", "VC": "46", "VA": "47", "BI":
           "48", "ZA": "49", "Z": "50", "CE": "51", "ML": "52"},
    "FR": {"75C": "75", "20R": "H", "GES": "A G M", "NAQ": "B L T", "ARA": "C V", "BFC": "D I", "BRE": "E", "CVL": "F",
           "IDF": "J", "OCC": "K N", "HDF": "O S", "NOR": "P Q", "PDL": "R", "PAC": "U"},
    "GR": {"A": "52 55 71 72 73", "B": "53 54 57 59 61 62 64", "C": "51 56 58 63", "D": "31 32 33 34", "E": "41 42 43 44",
           "F": "21 22 23 24", "G": "01 13 14", "H": "03 04 05 06 07", "I": "A1", "J": "11 12 15 16 17", "K": "83 84 85",
           "L": "81 82", "M": "91 92 93 94"},
    "GT": {"01": "GU", "02": "PR", "03": "SA", "04": "CM", "05": "ES", "06": "SR", "07": "SO", "08": "TO", "09": "QZ",
           "10": "SU", "11": "RE", "12": "SM", "13": "HU", "14": "QC", "15": "BV", "16": "AV", "17": "PE", "18": "IZ",
           "19": "ZA", "20": "CQ", "21": "JA", "22": "JU"},
    "IN": {"CG": "CT", "OD": "OR", "TS": "TG", "UK": "UT UA"},
    "KR": {"42": "51", "45": "52"},
    "KZ": {"71": "NUR"},
    "MA": {"01": "TNG TET", "02": "OUJ NAD", "03": "FES MEK", "04": "RAB SAL SKH KEN", "05": "BEM", "06": "CAS MOH JDI SET",
           "07": "MAR SAF ESI", "08": "ERR OUA", "09": "AGD INE TIZ TAR"},
    "MX": {"CMX": "DIF DF CDMX", "BCN": "BC", "AGU": "AGS", "CAM": "CAMP", "CHH": "CHIH", "CHP": "CHIS", "COA": "COAH",
           "DUR": "DGO", "GUA": "GTO", "HID": "HGO", "MEX": "EDOMEX", "MIC": "MICH", "NLE": "NL", "QUE": "QRO",
           "ROO": "QR QROO", "TAM": "TAMPS", "TLA": "TLAX"},
    "NO": {"31": "30", "32": "30", "33": "30", "39": "38", "40": "38", "55": "54", "56": "54", "42": "09 10", "34": "04 05",
           "46": "12 14", "50": "16 17"},
    "OM": {"BJ": "BA", "BS": "BA", "SJ": "SH", "SS": "SH"},
    "PH": {"00": "NCR MM"},
    "QA": {"RA": "JB"},
    "RU": {"Krasnoyarsk Krai": "KYA", "Altai Krai": "ALT"},
    "TW": {"NWT": "TPQ", "KHH": "KHQ", "TNN": "TNQ", "TXG": "TXQ"},
    "VN": {"DN": "60", "HP": "62", "HN": "64 15", "SG": "65", "CT": "48"},
}
# Regions that are called otherwise since, or in English, by code.
NAMED = {
    "BE": {"VAN": ["Antwerp", "Anvers"], "VBR": ["Flemish Brabant"], "VOV": ["East Flanders"], "VWV": ["West Flanders"], "WBR": ["Walloon Brabant"]},
    "CL": {"RM": ["Región Metropolitana"]},
    "CN": {"NX": ["Ningxia Hui"]},
    "DE": {"MV": ["Mecklenburg-Western Pomerania"]},
    "ES": {"BI": ["Vizcaya"], "IB": ["Baleares"], "PV": ["País Vasco"]},
    "IT": {"FI": ["Florence"], "GE": ["Genoa"], "MI": ["Milan"], "MN": ["Mantua"], "NA": ["Naples"], "PD": ["Padua"], "RM": ["Rome"],
           "TO": ["Turin"], "VE": ["Venice"]},
    "KR": {"45": ["전라북도"]},
    "MX": {"CMX": ["Distrito Federal", "Federal District"]},
    "PH": {"MDC": ["Occidental Mindoro"], "MDR": ["Oriental Mindoro"]},
}


def add(iso, regions):
    """Adds them to the names that the regions of a country go by; those that one has as its code are left to it."""
    codes, names = SPOKEN.get(iso, {}), NAMED.get(iso, {})
    in_use = {region.code for region in regions}
    for region in regions:
        key = region.code or region.name
        new = [code for code in codes.get(key, "").split() if code not in in_use]
        if new and not region.code:
            region.code = new.pop(0)
        region.others = sorted({*region.others, *new, *names.get(key, [])})
