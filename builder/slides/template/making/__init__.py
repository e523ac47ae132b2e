"""What layouts.yml says, as the values that the XML templates print, and as the layouts that a reader finds in them."""
