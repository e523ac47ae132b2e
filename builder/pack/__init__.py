"""The paperwork of a session, and forms for reviewers: `pack.md` and `review.md` of a course, filled in for one module."""
