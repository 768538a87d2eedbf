"""What the promises cost, measured: each figure as a ratio against a named baseline, in one run.

`python -m benchmarks` runs all parts; `python -m benchmarks PART` one of them. Every part works in a
temporary home with keys and databases of its own, and leaves its raw figures in `results/`.
"""
