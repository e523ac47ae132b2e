"""Worker processes: how many, what each may use, and what they load."""
