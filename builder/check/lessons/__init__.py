"""Rules about what is taught and asked: objectives, minutes, and tests that can be passed without knowing."""
