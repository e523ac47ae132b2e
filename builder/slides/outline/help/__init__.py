"""Where to turn: services, and the lines of an organization, to drafts of slides."""
