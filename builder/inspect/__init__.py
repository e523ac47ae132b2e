"""The stages of a module's build as text and pictures, for `coursewright show` and for tests."""
