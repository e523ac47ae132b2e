"""An organization's own PowerPoint template in place of the generated one."""
