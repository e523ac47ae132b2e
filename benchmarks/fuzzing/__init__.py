"""What `benchmarks/fuzz.py` consists of: broken files, and commands over them in processes that have loaded everything."""
