"""A module, as selected for an edition, to one HTML page: the source of its PDF."""
