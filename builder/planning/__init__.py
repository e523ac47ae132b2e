"""Run sheets of days: when each topic of which module begins, breaks, groups, what to bring; as text, table, page and calendar."""
