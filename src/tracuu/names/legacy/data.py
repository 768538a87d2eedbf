"""The encoding of a whole file of text, a CSV as an office saved it."""

from dataclasses import dataclass

from tracuu.names.legacy.decoding import Encoding
from tracuu.names.legacy.detection import detect

# Enough lines to be sure, few enough to be quick with a large file.
_SAMPLE = 65_536
_MOST_DAMAGE = 0.002


@dataclass(frozen=True, slots=True)
class DetectedBytes:
    """`codec` reads the file with Python; `encoding` then repairs each cell (`repair`)."""

    codec: str
    encoding: Encoding


def detect_bytes(data: bytes) -> DetectedBytes:
    """Return the Python codec for a CSV's bytes and the encoding of its letters.

    >>> detect_bytes("Nguyễn Thị Lan".encode("utf-8-sig"))
    DetectedBytes(codec='utf-8-sig', encoding=<Encoding.UNICODE: 'unicode'>)
    >>> detect_bytes("NguyÔn ThÞ Hoµ".encode("latin-1"))
    DetectedBytes(codec='latin-1', encoding=<Encoding.TCVN3: 'tcvn3'>)
    """
    codec = _unicode_codec(data)
    if codec:
        lines = data[:_SAMPLE].decode(codec, errors="ignore").splitlines()
        return DetectedBytes(codec, detect(lines))
    encoding = detect(data[:_SAMPLE].decode("latin-1").splitlines())
    if encoding in {Encoding.CP1258, Encoding.UNICODE}:
        # Windows-1258 is the only one of them that Python reads itself. A file of plain Western
        # letters reads the same under it.
        codec = "cp1258" if _reads(data, "cp1258") else "latin-1"
        return DetectedBytes(codec, Encoding.UNICODE)
    return DetectedBytes("latin-1", encoding)


def _unicode_codec(data: bytes) -> str:
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = data[:_SAMPLE]
    if sample[1::2].count(0) * 4 > len(sample):
        return "utf-16-le"
    if sample[0::2].count(0) * 4 > len(sample):
        return "utf-16-be"
    return "utf-8" if _is_nearly_utf8(data) else ""


def _is_nearly_utf8(data: bytes) -> bool:
    """One broken letter does not make a file of 5,000 people something else."""
    if _reads(data, "utf-8"):
        return True
    text = data[:_SAMPLE].decode("utf-8", errors="replace")
    return text.count("\ufffd") <= len(text) * _MOST_DAMAGE


def _reads(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeError:
        return False
    return True
