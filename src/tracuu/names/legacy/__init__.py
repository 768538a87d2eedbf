"""Text of the years before Unicode: which encoding a column is in, and its letters back.

A spreadsheet library hands such text over as characters U+0080 to U+00FF (or as the characters
Windows shows for these bytes). No general detector knows TCVN3 or VNI, so we count: the reading
under which most syllables are possible Vietnamese syllables is the right one.
"""

from tracuu.names.legacy.data import DetectedBytes, detect_bytes
from tracuu.names.legacy.decoding import Encoding, decode
from tracuu.names.legacy.detection import detect, repair

__all__ = ["DetectedBytes", "Encoding", "decode", "detect", "detect_bytes", "repair"]
