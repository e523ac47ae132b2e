"""The one door to the disk: folders that may be a stranger's, read and written by descriptor and never through a link out of them."""
