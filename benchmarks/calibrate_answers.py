"""`python -m benchmarks.calibrate_answers`: cross-validate the shipped content and keep how sure to be.

To run whenever `content.json` changes; a test says when it was forgotten. Installations with the
shipped content then fit in seconds instead of half a minute.
"""

import json
from dataclasses import asdict

from benchmarks.answers import CONTENT, read_content
from tracuu.answers.matching.calibrating import calibrate
from tracuu.answers.matching.learning import cross_validate

PATH = CONTENT.with_name("calibration.json")


def main() -> None:
    corpus, _ = read_content()
    told = asdict(calibrate(cross_validate(corpus)))
    rounded = {
        key: [round(one, 6) for one in value] if isinstance(value, tuple) else round(value, 6)
        for key, value in told.items()
    }
    PATH.write_text(json.dumps({"content": corpus.digest, **rounded}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
