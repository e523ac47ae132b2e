"""What this machine remembers of a course between builds, in the user's cache folder: never in the course, which may be a stranger's."""
