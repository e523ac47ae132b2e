"""Imported once by the server process that workers are forked from: loads our code and its libraries.

That process has no limits, so it never reads an author's files: modules and themes go to the workers, which have limits.
"""

from __future__ import annotations

import gc

from builder.engine.workers.libraries import load_for_jobs

gc.disable()  # loaded modules stay; collecting while they load takes a tenth of the time
load_for_jobs()
