"""What a worker gives up before it reads a course's first byte: files of others, the network, other programs and processes.

On Linux the kernel holds it to that (Landlock for files, seccomp for system calls). Elsewhere only Python does (`audit`).
"""
