"""Coursewright's checks. `./coursewright test` runs the quick ones, `test --all` every one."""
