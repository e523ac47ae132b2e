"""What people and programs are told: problems in several formats, and text made safe to show."""
