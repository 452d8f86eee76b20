"""How a job runs: worker processes, the sandbox process, measured stages, progress."""
