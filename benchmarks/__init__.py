"""Mergen and a peer in turn, on the same input, in one run. See docs/benchmarks.md."""

import os

# As the reader's own process has it (`qr.process`): idle threads of the linear algebra would count as work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
