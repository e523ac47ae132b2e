"""Files that people drop on a module's page: received under limits, compared in a process of their own, shown block by block."""
