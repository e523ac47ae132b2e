"""The facilitator guide: its run sheet, the script beside the slides, and its first pages."""
