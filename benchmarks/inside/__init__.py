"""What runs with Django set up, each part in a fresh process (see `benchmarks.surroundings`)."""
