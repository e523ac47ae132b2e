"""What turns a module or a Deck into bytes."""
