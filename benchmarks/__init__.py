"""How fast the SDK is beside others, on this machine: `python -m benchmarks`."""
