"""`python -m builder` is `coursewright`."""

from builder.cli import main

main()
