"""Pictures made safe to publish: photographs, screenshots and drawings, with nothing in them but what is seen."""
