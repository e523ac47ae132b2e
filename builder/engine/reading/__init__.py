"""Reading courses and modules: under limits of time and memory, each module in a process of its own, because a stranger may have written it."""
