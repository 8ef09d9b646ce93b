"""The encodings Vietnamese offices used before Unicode: TCVN3 (ABC fonts), VNI and Windows-1258.

Tables: TCVN 5712:1993 VN3 as the .VnTime fonts use it; VNI Windows as its fonts do (a letter, then a tone sign).
"""

from __future__ import annotations

import re
import unicodedata

_TCVN3_BYTES = "B5B8B6B7B9 A8BBBEBCBDC6 A9C7CAC8C9CB AE CCD0CECFD1 AAD2D5D3D4D6 D7DDD8DCDE DFE3E1E2E4 ABE5E8E6E7E9 ACEAEDEBECEE EFF3F1F2F4 ADF5F8F6F7F9 FAFDFBFCFE"
_TCVN3_LETTERS = "àáảãạ ăằắẳẵặ âầấẩẫậ đ èéẻẽẹ êềếểễệ ìíỉĩị òóỏõọ ôồốổỗộ ơờớởỡợ ùúủũụ ưừứửữự ỳýỷỹỵ"
_TCVN3 = dict(zip(bytes.fromhex(_TCVN3_BYTES.replace(" ", "")), _TCVN3_LETTERS.replace(" ", ""), strict=True))
_TCVN3 |= dict(zip(bytes.fromhex("A1A2A7A3A4A5A6"), "ĂÂĐÊÔƠƯ", strict=True))

_VNI_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_SHAPED = {
    "ê": "\u0306", "è": "\u0306\u0300", "é": "\u0306\u0301", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
    "â": "\u0302", "à": "\u0302\u0300", "á": "\u0302\u0301", "å": "\u0302\u0309", "ã": "\u0302\u0303", "ä": "\u0302\u0323",
}  # fmt: skip
_VNI_ALONE = dict(zip("ìíæóòîñôö", "ìíỉĩịỵđơư", strict=True))
_VNI = re.compile(r"([aeouyôö])([øùûõïêèéúüëâàáåãä])|([ìíæóòîñôö])", re.IGNORECASE)

_MARKED = re.compile(r"[^\W\d_]*[^\W\d_\x00-\x7f][^\W\d_]*")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    r"(?:oai|oay|oeo|uay|uyê|uya|uyu|iêu|yêu|uôi|ươi|ươu|oa|oă|oe|uâ|uê|uơ|uy|uô|ươ|iê|yê|ia|ua|ưa|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|oo|[aăâeêioôơuưy])"
    r"(?:ch|ng|nh|[cmnpt])?"
)
_TONE_MARKS = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
AT_LEAST = 0.8


def from_tcvn3(content: bytes) -> str:
    """Bytes in TCVN3 to Unicode; bytes it does not define stand as in Windows-1252."""
    return "".join(_TCVN3.get(byte) or bytes([byte]).decode("cp1252", "replace") for byte in content)


def from_tcvn3_text(text: str, capitals: bool = False) -> str:
    """TCVN3 codes that a program took for Latin-1 characters. `capitals`: the font (.VnTimeH) shows capitals only."""
    plain = "".join(_TCVN3.get(_byte_of(char), char) if ord(char) > 0x7F else char for char in text)
    return plain.upper() if capitals else plain


def _byte_of(char: str) -> int:
    try:
        return char.encode("cp1252")[0]
    except UnicodeEncodeError:
        return ord(char) if ord(char) < 0x100 else -1


def from_vni(content: bytes) -> str:
    """Bytes in VNI Windows to Unicode."""
    return from_vni_text("".join(bytes([byte]).decode("cp1252", "replace") for byte in content))


def from_vni_text(text: str) -> str:
    """VNI pairs (a letter and its tone sign) to Unicode letters."""
    return unicodedata.normalize("NFC", _VNI.sub(_vni_letter, text))


def _vni_letter(found: re.Match[str]) -> str:
    base, sign, alone = found.groups()
    if alone:
        return _cased(_VNI_ALONE[alone.lower()], alone)
    marks = _VNI_TONES.get(sign.lower()) or _VNI_SHAPED.get(sign.lower(), "")
    letter = _VNI_ALONE.get(base.lower(), base.lower())
    takes_shape = base.lower() in "ao" or base.lower() == "e"
    if sign.lower() in _VNI_SHAPED and not takes_shape:
        return _cased(letter, base) + sign
    return _cased(unicodedata.normalize("NFC", letter + marks), base)


def _cased(letter: str, like: str) -> str:
    return letter.upper() if like.isupper() else letter


def from_cp1258(content: bytes) -> str:
    """Bytes in Windows-1258 (letters and combining tones) to composed Unicode."""
    return unicodedata.normalize("NFC", content.decode("cp1258", "replace"))


_CANDIDATES = (("tcvn3", from_tcvn3), ("vni", from_vni), ("windows-1258", from_cp1258))


def detect(content: bytes) -> tuple[str, str] | None:
    """The encoding under which the bytes read as Vietnamese, with the text; None when none does convincingly."""
    read = [(likeness(text), name, text) for name, decode in _CANDIDATES for text in [decode(content)]]
    best = max(read, key=lambda one: one[0])
    return (best[1], best[2]) if best[0] >= AT_LEAST else None


def likeness(text: str) -> float:
    """Share of the accented words that are possible Vietnamese syllables with one tone: 0 to 1."""
    words = [found.group().lower() for found in _MARKED.finditer(text[:40_000])]
    if not words:
        return 0.0
    strange = sum(text[:40_000].count(char) for char in "µ¸¶·¹¨»¾¼½©®ª«¬\u00ad�")
    return sum(_is_syllable(word) for word in words) / (len(words) + strange)


def _is_syllable(word: str) -> bool:
    decomposed = unicodedata.normalize("NFD", word)
    toneless = unicodedata.normalize("NFC", _TONE_MARKS.sub("", decomposed))
    return len(_TONE_MARKS.findall(decomposed)) <= 1 and _SYLLABLE.fullmatch(toneless) is not None
