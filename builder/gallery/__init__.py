"""What themes look like: a made-up module built under each, as one page and as one picture a theme."""
