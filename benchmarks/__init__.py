"""How fast the parts of a run are; `make bench` measures them and writes `benchmarks/results.json`."""
