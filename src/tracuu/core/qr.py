"""QR codes, drawn by our own pages and letters: no picture is fetched from anywhere."""

import qrcode
from qrcode.constants import ERROR_CORRECT_M, ERROR_CORRECT_Q


def qr_rows(text: str, *, is_dense: bool = False) -> list[list[bool]]:
    """The squares of a QR code, row by row, dark ones true; `is_dense` for addresses.

    Twelve capitals and digits with a quarter of it to spare for dirt are its smallest size, 21 squares.
    """
    code = qrcode.QRCode(
        error_correction=ERROR_CORRECT_M if is_dense else ERROR_CORRECT_Q, border=0
    )
    code.add_data(text)
    return [[bool(dark) for dark in row] for row in code.get_matrix()]


def qr_bars(text: str, *, is_dense: bool = False) -> tuple[list[tuple[int, int, int]], int]:
    """Bars of dark squares beside each other (column, row, length), and how many squares wide it is.

    One bar instead of many squares leaves no thin white lines between them in print.
    """
    rows = qr_rows(text, is_dense=is_dense)
    bars = []
    for y, row in enumerate(rows):
        start = None
        for x, dark in enumerate([*row, False]):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                bars.append((start, y, x - start))
                start = None
    return bars, len(rows)


def qr_path(text: str, *, is_dense: bool = False) -> tuple[str, int]:
    """The dark squares as the path of an SVG, and how many squares wide the code is."""
    bars, size = qr_bars(text, is_dense=is_dense)
    return "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in bars), size
